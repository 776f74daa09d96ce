namespace FineTune.Data;

/// <summary>
/// The order in which epochs visit the rows: a permutation for each epoch that depends on the seed only. So a place in
/// the data is one integer, the number of rows visited since the start.
/// </summary>
public sealed class EpochOrder
{
    private readonly long _seed;

    /// <param name="count">How many rows an epoch has; at least 1.</param>
    /// <param name="seed">Another seed gives another order.</param>
    public EpochOrder(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (Count, _seed) = (count, seed);
    }

    /// <summary>How many rows an epoch has.</summary>
    public int Count { get; }

    /// <summary>The rows of an epoch, each once, <c>[rows]</c>.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    public int[] Rows(int epoch) => Permutation.Draw(Count, _seed, epoch);

    /// <summary>Which epoch a position is in, and how many of its rows were visited.</summary>
    /// <param name="position">Rows visited since the start.</param>
    public (int Epoch, int Visited) Locate(long position) => ((int)(position / Count), (int)(position % Count));
}
