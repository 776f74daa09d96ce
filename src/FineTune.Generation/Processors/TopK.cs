using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Keeps the likeliest tokens, and those as likely as the last of them.</summary>
/// <param name="count">How many, 1 or more.</param>
/// <param name="keep">How many to keep at least.</param>
public sealed class TopK(int count, int keep = 1) : ILogitsProcessor
{
    private readonly int _count = Math.Max(count, keep);

    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history)
    {
        var vocab = logits.shape[1];
        return _count >= vocab ? logits : logits.masked_fill_(Removal.BelowBest(logits, _count), Removal.Score);
    }
}
