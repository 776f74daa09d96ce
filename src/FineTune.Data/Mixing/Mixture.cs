namespace FineTune.Data;

/// <summary>Puts several data sets together.</summary>
internal static class Mixture
{
    // Epochs take the streams from 0 on, splits take -1.
    private const long Stream = -2;

    // Of rows that are drawn again and again: more than any epoch needs, and few enough for memory.
    private const int MostRows = 200_000_000;

    /// <summary>The rows of the mixture in order, numbered through all data sets.</summary>
    /// <param name="counts">Rows of each data set.</param>
    /// <param name="weights">The weight of each, above 0.</param>
    /// <param name="config">How they are put together.</param>
    /// <param name="seed">Another seed draws another mixture.</param>
    /// <exception cref="DataException">The weights are so uneven that drawing would not end.</exception>
    public static List<int> Draw(
        IReadOnlyList<int> counts, IReadOnlyList<double> weights, DatasetConfig config, long seed)
    {
        int[] starts = [.. counts.Select((_, source) => counts.Take(source).Sum())];
        return config.MixStrategy == MixStrategy.Concatenate
            ? [.. counts.SelectMany((count, source) =>
                Repeat(count, weights[source]).Select(row => starts[source] + row))]
            : Interleave(counts, weights, config.StoppingStrategy, starts, seed);
    }

    /// <summary>A number of rows so many times over; of a fraction, rows at even distances.</summary>
    private static IEnumerable<int> Repeat(int count, double times)
    {
        var whole = (int)Math.Floor(times);
        var part = times - whole;
        var fraction = Enumerable.Range(0, count).Where(row => Math.Floor((row + 1) * part) > Math.Floor(row * part));
        return Enumerable.Repeat(0, whole).SelectMany(_ => Enumerable.Range(0, count)).Concat(fraction);
    }

    // As datasets.interleave_datasets: a set counts as used up with its last row, and starts over at once.
    private static List<int> Interleave(
        IReadOnlyList<int> counts,
        IReadOnlyList<double> weights,
        StoppingStrategy stopping,
        int[] starts,
        long seed)
    {
        var random = SplitMix64.ForStream(seed, Stream);
        var total = weights.Sum();
        var rows = new List<int>();
        var next = new int[counts.Count];
        var fresh = new HashSet<int>(Enumerable.Range(0, counts.Count));
        while (stopping == StoppingStrategy.FirstExhausted ? fresh.Count == counts.Count : fresh.Count > 0)
        {
            var source = Pick(weights, random.NextDouble() * total);
            rows.Add(starts[source] + next[source]);
            next[source] = (next[source] + 1) % counts[source];
            if (next[source] == 0)
            {
                fresh.Remove(source);
            }

            if (rows.Count > MostRows)
            {
                throw DataException.MixtureTooLarge(MostRows);
            }
        }

        return rows;
    }

    private static int Pick(IReadOnlyList<double> weights, double place)
    {
        var source = 0;
        while (source < weights.Count - 1 && place >= weights[source])
        {
            place -= weights[source++];
        }

        return source;
    }
}
