using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>A decoder that scores a sequence by its last token, as transformers' classes of that name do. The last token
/// is the sequence's own last one, whatever its id.</summary>
public sealed class DecoderForSequenceClassification : ISequenceClassifier
{
    private readonly DecoderBody _body;
    private readonly ILinear _score;

    internal DecoderForSequenceClassification(DecoderBody body, ILinear score)
    {
        _body = body;
        _score = score;
    }

    /// <inheritdoc/>
    public Tensor Logits(PackedBatch batch) => _score.Forward(_body.LastTokens(batch));

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> HiddenStates(PackedBatch batch) => _body.HiddenStates(batch);
}
