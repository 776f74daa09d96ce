using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>The layer over the vocabulary, with the vectors of some tokens trained. It adds to their logits what training
/// has changed, so that new ones leave the layer as it is to the bit.</summary>
internal sealed class TokenOutput(Linear inner, TokenVectors vectors) : ILinear
{
    public string Path => inner.Path;

    public long InFeatures => inner.InFeatures;

    public long OutFeatures => inner.OutFeatures;

    public Tensor Forward(Tensor input)
    {
        var logits = inner.Forward(input);                                             // [tokens, vocab]
        if (!vectors.Enabled)
        {
            return logits;
        }
        var moved = input.to(float32).mm(vectors.Moved.t()).to(logits.dtype);          // [tokens, count]
        return logits.index_add_(1, vectors.IdTensor, moved, 1);
    }
}
