namespace FineTune.Data;

/// <summary>Packs tokenized rows and their labels into batches.</summary>
/// <param name="rows">The rows.</param>
/// <param name="labels">Their labels in the same order; null to predict.</param>
public sealed class ClassificationCollator(TokenizedDataset rows, LabelColumn? labels)
{
    /// <summary>Packs some rows, longest first; rows of one length stay in the order given.</summary>
    public HostBatch Pack(ReadOnlySpan<int> selected)
    {
        var order = LongestFirst(selected);
        var offsets = new int[order.Length + 1];
        for (var i = 0; i < order.Length; i++)
        {
            offsets[i + 1] = offsets[i] + rows[order[i]].Length;
        }

        var tokens = offsets[^1];
        var (ids, positions, types) = (new long[tokens], new long[tokens], new long[tokens]);
        for (var i = 0; i < order.Length; i++)
        {
            var text = rows[order[i]];
            for (var (place, at) = (0, offsets[i]); place < text.Length; place++, at++)
            {
                ids[at] = text.Ids[place];
                positions[at] = place;
                types[at] = text.TypeIds[place];
            }
        }

        return new HostBatch
        {
            InputIds = ids,
            PositionIds = positions,
            TokenTypeIds = types,
            Offsets = offsets,
            Rows = order,
            Labels = labels is { Ids.Length: > 0 } ? Array.ConvertAll(order, row => labels.Ids[row]) : null,
            Targets = labels is { Targets.Length: > 0 } ? Targets(labels, order) : null,
        };
    }

    private int[] LongestFirst(ReadOnlySpan<int> selected)
    {
        var order = selected.ToArray();
        var keys = new long[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            keys[i] = ((long)-rows[order[i]].Length << 32) + i; // The place makes an unstable sort stable.
        }

        Array.Sort(keys, order);
        return order;
    }

    private static float[] Targets(LabelColumn labels, int[] order)
    {
        var targets = new float[order.Length * labels.Width];
        for (var i = 0; i < order.Length; i++)
        {
            labels.Targets.AsSpan(order[i] * labels.Width, labels.Width).CopyTo(targets.AsSpan(i * labels.Width));
        }

        return targets;
    }
}
