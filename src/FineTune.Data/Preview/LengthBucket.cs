namespace FineTune.Data;

/// <summary>The rows of some lengths.</summary>
/// <param name="Shortest">The shortest length that counts, in tokens.</param>
/// <param name="Longest">The longest.</param>
/// <param name="Rows">How many rows have one of them.</param>
public readonly record struct LengthBucket(int Shortest, int Longest, int Rows)
{
    private const int Most = 12;

    /// <summary>A histogram of at most twelve buckets, each 1, 2 or 5 times a power of ten wide.</summary>
    public static IReadOnlyList<LengthBucket> Histogram(IReadOnlyCollection<int> lengths)
    {
        if (lengths.Count == 0)
        {
            return [];
        }

        var width = Width(lengths.Max());
        var counts = lengths.CountBy(length => (length - 1) / width).ToDictionary();
        var (first, last) = (counts.Keys.Min(), counts.Keys.Max());
        return
        [
            .. Enumerable.Range(first, last - first + 1).Select(bucket =>
                new LengthBucket((bucket * width) + 1, (bucket + 1) * width, counts.GetValueOrDefault(bucket))),
        ];
    }

    private static int Width(int longest)
    {
        for (var power = 1; ; power *= 10)
        {
            foreach (var width in (ReadOnlySpan<int>)[power, 2 * power, 5 * power])
            {
                if ((long)width * Most >= longest)
                {
                    return width;
                }
            }
        }
    }
}
