using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Keeps tokens that are at least a share as likely as the likeliest (arXiv:2407.01082).</summary>
/// <param name="share">The share, in [0, 1].</param>
/// <param name="keep">How many to keep at least.</param>
public sealed class MinP(double share, int keep = 1) : ILogitsProcessor
{
    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history)
    {
        var probabilities = logits.softmax(1);
        var rare = probabilities.lt(probabilities.amax([1], keepdim: true) * share);
        return logits.masked_fill_(rare.logical_and_(Removal.BelowBest(logits, keep)), Removal.Score);
    }
}
