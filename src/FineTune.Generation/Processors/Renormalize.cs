using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Makes scores log-probabilities again.</summary>
public sealed class Renormalize : ILogitsProcessor
{
    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history) => logits.log_softmax(1);
}
