using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Keeps the likeliest tokens whose probabilities just exceed a sum (arXiv:1904.09751).</summary>
/// <param name="mass">The sum, in (0, 1].</param>
/// <param name="keep">How many to keep at least.</param>
public sealed class TopP(double mass, int keep = 1) : ILogitsProcessor
{
    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history)
    {
        var (ascending, order) = logits.sort(1);
        var marked = ascending.softmax(1).cumsum(1).le(1 - mass);
        var vocab = logits.shape[1];
        var kept = Math.Min(keep, vocab);
        marked.narrow(1, vocab - kept, kept).fill_(false);
        return Removal.Sorted(logits, marked, order);
    }
}
