namespace FineTune.Data;

/// <summary>Makes batches of rows of tokens with the targets of a language model.</summary>
public sealed class SequenceCollator
{
    private readonly IReadOnlyList<TokenRow> _rows;
    private readonly int[][]? _bins;

    /// <param name="rows">The rows.</param>
    /// <param name="bins">
    /// The rows that make one item of a batch each, as <see cref="Packing"/> gives them; null for one row an item.
    /// </param>
    public SequenceCollator(IReadOnlyList<TokenRow> rows, int[][]? bins = null) => (_rows, _bins) = (rows, bins);

    /// <summary>How many items there are: bins, or rows.</summary>
    public int Count => _bins?.Length ?? _rows.Count;

    /// <summary>
    /// Makes a batch of some items. Rows are sequences of their own, in whichever bin they are; the longest come first.
    /// </summary>
    public HostBatch Collate(ReadOnlySpan<int> items)
    {
        var rows = Rows(items);
        var offsets = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++)
        {
            offsets[i + 1] = offsets[i] + _rows[rows[i]].Length;
        }

        var tokens = offsets[^1];
        var (ids, positions, labels) = (new long[tokens], new long[tokens], new long[tokens]);
        Array.Fill(labels, TokenRow.IgnoreIndex);
        var targets = rows.Sum(row => _rows[row].TargetCount);
        var (supervised, targetIds) = (new List<long>(targets), new List<long>(targets));
        for (var i = 0; i < rows.Length; i++)
        {
            var (row, start) = (_rows[rows[i]], offsets[i]);
            for (var place = 0; place < row.Length; place++)
            {
                ids[start + place] = row.Ids[place];
                positions[start + place] = place;
            }

            foreach (var run in row.Supervised)
            {
                Array.Copy(ids, start + run.Start, labels, start + run.Start, run.Length);
                for (var place = Math.Max(run.Start, 1); place < run.End; place++)
                {
                    supervised.Add(start + place - 1);
                    targetIds.Add(row.Ids[place]);
                }
            }
        }

        return new HostBatch
        {
            InputIds = ids,
            PositionIds = positions,
            Offsets = offsets,
            Rows = rows,
            Labels = labels,
            SupervisedRows = [.. supervised],
            TargetIds = [.. targetIds],
        };
    }

    private int[] Rows(ReadOnlySpan<int> items)
    {
        var rows = _bins is null ? items.ToArray() : items.ToArray().SelectMany(item => _bins[item]);
        return [.. rows.OrderByDescending(row => _rows[row].Length)];
    }
}
