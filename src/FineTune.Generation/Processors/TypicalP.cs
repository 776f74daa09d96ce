using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Keeps the tokens whose information content is nearest to the expected one, until their probabilities reach
/// a sum (arXiv:2202.00666).</summary>
/// <param name="mass">The sum, in (0, 1).</param>
/// <param name="keep">How many to keep at least.</param>
public sealed class TypicalP(double mass, int keep = 1) : ILogitsProcessor
{
    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history)
    {
        var logProbabilities = logits.log_softmax(1);
        var content = logProbabilities * logProbabilities.exp();
        // A removed token has -inf times 0, and adds nothing.
        var entropy = content.masked_fill_(content.isnan(), 0).sum(1L, keepdim: true).neg_();
        var (distance, order) = logProbabilities.neg().sub_(entropy).abs_().sort(1);
        var sums = logits.gather(1, order).softmax(1).cumsum(1);
        var last = sums.lt(mass).sum(1L, keepdim: true).clamp_max(logits.shape[1] - 1);
        var marked = distance.gt(distance.gather(1, last));
        marked.narrow(1, 0, Math.Min(keep, logits.shape[1])).fill_(false);
        return Removal.Sorted(logits, marked, order);
    }
}
