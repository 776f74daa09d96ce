using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Splits a batch's sequences into groups for attention. Sequences of one length need no padding; a group of
/// like lengths is padded inside the kernel. The split is the cheapest one under a simple cost: the pairs of tokens that
/// a group computes, plus a fixed price for each group's calls.</summary>
internal static class AttentionPlanner
{
    // A group's calls, forward and backward, take about as long as this much arithmetic.
    internal const double GroupPrice = 4e6;

    // Multiply-adds of the two products, forward and backward, for one pair of tokens and one unit of width.
    internal const double WorkPerPair = 12;

    /// <summary>Plans a batch.</summary>
    /// <param name="layout">The packing.</param>
    /// <param name="width">heads times head_dim.</param>
    /// <param name="device">Where index tensors are made.</param>
    /// <param name="restore">The sequences in the groups' order, those that see others' tokens left out; null if that is
    /// the packed order of all.</param>
    public static AttentionGroup[] Plan(SequenceLayout layout, long width, Device device, out int[]? restore)
    {
        int[] order =
        [
            .. Enumerable.Range(0, layout.Count).Where(s => layout.ContextOf(s) is null).OrderByDescending(layout.LengthOf),
        ];
        var inPackedOrder = order.Length == layout.Count && order.Select((sequence, i) => sequence == i).All(same => same);
        restore = inPackedOrder ? null : order;
        var groups = new List<AttentionGroup>();
        foreach (var (start, count) in Split([.. order.Select(layout.LengthOf)], GroupPrice / (WorkPerPair * width)))
        {
            groups.Add(AttentionGroup.Make(layout, order.AsSpan(start, count), inPackedOrder, device));
        }
        return [.. groups];
    }

    /// <summary>Cuts lengths, sorted downwards, into runs.</summary>
    /// <param name="lengths">Lengths, longest first.</param>
    /// <param name="price">Price of a group in pairs of tokens.</param>
    /// <returns>First index and number of members of each run, in order.</returns>
    internal static List<(int Start, int Count)> Split(int[] lengths, double price)
    {
        var starts = new List<int>();
        for (var i = 0; i < lengths.Length; i++)
        {
            if (i == 0 || lengths[i] != lengths[i - 1])
            {
                starts.Add(i);
            }
        }
        starts.Add(lengths.Length);

        // best[j]: cheapest way to cover the first j distinct lengths; from[j]: where its last run begins.
        var distinct = starts.Count - 1;
        var best = new double[distinct + 1];
        var from = new int[distinct + 1];
        for (var end = 1; end <= distinct; end++)
        {
            best[end] = double.MaxValue;
            for (var begin = 0; begin < end; begin++)
            {
                double longest = lengths[starts[begin]];
                var cost = best[begin] + price + ((starts[end] - starts[begin]) * longest * longest);
                if (cost < best[end])
                {
                    (best[end], from[end]) = (cost, begin);
                }
            }
        }
        var runs = new List<(int, int)>();
        for (var end = distinct; end > 0; end = from[end])
        {
            runs.Add((starts[from[end]], starts[end] - starts[from[end]]));
        }
        runs.Reverse();
        return runs;
    }
}
