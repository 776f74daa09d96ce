using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Keeps tokens at least as likely as a bound that falls with the entropy: the lesser of epsilon and
/// sqrt(epsilon) exp(-entropy) (arXiv:2210.15191).</summary>
/// <param name="epsilon">In (0, 1).</param>
/// <param name="keep">How many to keep at least.</param>
public sealed class EtaCutoff(double epsilon, int keep = 1) : ILogitsProcessor
{
    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history)
    {
        var logProbabilities = logits.log_softmax(1);
        var probabilities = logProbabilities.exp();
        var content = logProbabilities * probabilities;
        // A removed token has -inf times 0, and adds nothing.
        var negativeEntropy = content.masked_fill_(content.isnan(), 0).sum(1L, keepdim: true);
        var bound = negativeEntropy.exp().mul_(Math.Sqrt(epsilon)).clamp_max(epsilon);
        var rare = probabilities.lt(bound);
        return logits.masked_fill_(rare.logical_and_(Removal.BelowBest(logits, keep)), Removal.Score);
    }
}
