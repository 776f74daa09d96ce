using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Chooses the next token of each row.</summary>
internal static class TokenChoice
{
    /// <summary>What stands for a row in which no token can be chosen.</summary>
    public const long None = -1;

    /// <summary>The likeliest token.</summary>
    /// <param name="scores"><c>[rows, vocab]</c>, float32.</param>
    /// <returns><c>[rows]</c>, int64; <see cref="None"/> where no score is finite.</returns>
    public static Tensor Likeliest(Tensor scores)
    {
        var (best, ids) = scores.max(1);
        return ids.masked_fill_(best.isfinite().logical_not_(), None);
    }

    /// <summary>A token at random, by the softmax of the scores.</summary>
    /// <param name="scores"><c>[rows, vocab]</c>, float32.</param>
    /// <param name="streams">The random numbers of each row.</param>
    /// <returns><c>[rows]</c>, int64; <see cref="None"/> where no score is finite.</returns>
    public static Tensor Drawn(Tensor scores, IReadOnlyList<RandomStream> streams)
    {
        // In double precision a rare token of a large vocabulary keeps its share.
        var sums = scores.softmax(1, float64).cumsum(1);                        // [rows, vocab]
        var fractions = new double[streams.Count];
        for (var row = 0; row < fractions.Length; row++)
        {
            fractions[row] = streams[row].NextFraction();
        }
        var threshold = tensor(fractions, [fractions.Length, 1], device: scores.device)
            * sums.narrow(1, sums.shape[1] - 1, 1);
        // The first token whose sum exceeds the threshold; one of probability 0 does not raise the sum.
        var ids = sums.le(threshold).sum(1L);
        return ids.masked_fill_(scores.amax(1).isfinite().logical_not_(), None);
    }
}
