using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Keeps tokens that are at least so likely (arXiv:2210.15191).</summary>
/// <param name="epsilon">The least probability, in (0, 1).</param>
/// <param name="keep">How many to keep at least.</param>
public sealed class EpsilonCutoff(double epsilon, int keep = 1) : ILogitsProcessor
{
    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history)
    {
        var rare = logits.softmax(1).lt(epsilon);
        return logits.masked_fill_(rare.logical_and_(Removal.BelowBest(logits, keep)), Removal.Score);
    }
}
