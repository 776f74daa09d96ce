using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>What processors that take tokens out have in common.</summary>
internal static class Removal
{
    /// <summary>The score of a token that is not to be chosen.</summary>
    public const double Score = double.NegativeInfinity;

    /// <summary>Which logits are below the last of the best.</summary>
    /// <param name="logits"><c>[rows, vocab]</c>.</param>
    /// <param name="count">How many are best; all if there are not so many.</param>
    /// <returns><c>[rows, vocab]</c>, bool.</returns>
    public static Tensor BelowBest(Tensor logits, int count)
    {
        var best = logits.topk((int)Math.Min(count, logits.shape[1]), -1).values;
        return logits.lt(best.narrow(1, best.shape[1] - 1, 1));
    }

    /// <summary>Takes out what is marked in sorted order.</summary>
    /// <param name="logits"><c>[rows, vocab]</c>; changed.</param>
    /// <param name="marked">What to take out, in sorted order.</param>
    /// <param name="order">The sorted order's tokens.</param>
    public static Tensor Sorted(Tensor logits, Tensor marked, Tensor order) =>
        logits.masked_fill_(marked.scatter(1, order, marked), Score);

    /// <summary>Takes out chosen tokens of chosen rows.</summary>
    /// <param name="logits"><c>[rows, vocab]</c>; changed.</param>
    /// <param name="cells">Places in the flattened logits.</param>
    public static Tensor Cells(Tensor logits, List<long> cells)
    {
        if (cells.Count > 0)
        {
            logits.view(-1).index_fill_(0, tensor(cells.ToArray(), device: logits.device), Score);
        }
        return logits;
    }
}
