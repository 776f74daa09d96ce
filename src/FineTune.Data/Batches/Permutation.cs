namespace FineTune.Data;

/// <summary>Random orders that depend on seed and stream only, on every machine and in every version.</summary>
internal static class Permutation
{
    /// <summary>
    /// The numbers from 0 to <paramref name="count"/> - 1 in random order: Fisher-Yates from the last place down.
    /// </summary>
    public static int[] Draw(int count, long seed, long stream)
    {
        var random = SplitMix64.ForStream(seed, stream);
        int[] order = [.. Enumerable.Range(0, count)];
        for (var last = count - 1; last > 0; last--)
        {
            var other = random.NextBelow(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }
}
