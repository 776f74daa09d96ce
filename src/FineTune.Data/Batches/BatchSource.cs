namespace FineTune.Data;

/// <summary>
/// Streams of batches, made one at a time as they are asked for (see <see cref="Prefetch"/> to have them ahead of
/// time).
/// </summary>
public static class BatchSource
{
    /// <summary>
    /// Batches to train on, epoch after epoch without end; no batch spans two epochs, so an epoch's last may be
    /// smaller.
    /// </summary>
    /// <param name="order">The order of the rows.</param>
    /// <param name="batchSize">Rows of a batch.</param>
    /// <param name="position">
    /// Where to start: 0, or the <see cref="HostBatch.NextPosition"/> of the last batch before a stop.
    /// </param>
    /// <param name="collate">Makes the batches.</param>
    public static IEnumerable<HostBatch> Epochs(EpochOrder order, int batchSize, long position, Collate collate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        while (true)
        {
            var (epoch, visited) = order.Locate(position);
            var rows = order.Rows(epoch);
            while (visited < rows.Length)
            {
                var size = Math.Min(batchSize, rows.Length - visited);
                (visited, position) = (visited + size, position + size);
                yield return collate(rows.AsSpan(visited - size, size)) with { NextPosition = position };
            }
        }
    }

    /// <summary>
    /// Every row once, for evaluation: rows of like length together, longest first, as many as fit into a number of
    /// tokens. So the first batch is the largest, and memory that suffices for it suffices for all.
    /// </summary>
    /// <param name="dataset">The rows.</param>
    /// <param name="maxTokens">The most tokens of a batch; a row that alone has more is a batch of its own.</param>
    /// <param name="collate">Makes the batches.</param>
    /// <param name="stop">Ends the tokenizing that comes first.</param>
    public static IEnumerable<HostBatch> ByLength(
        TokenizedDataset dataset, int maxTokens, Collate collate, CancellationToken stop = default)
    {
        dataset.EncodeAll(stop);
        return ByLength([.. Enumerable.Range(0, dataset.Count).Select(row => dataset[row].Length)], maxTokens, collate);
    }

    /// <inheritdoc cref="ByLength(TokenizedDataset, int, Collate, CancellationToken)"/>
    /// <param name="lengths">Tokens of each row, <c>[rows]</c>.</param>
    /// <param name="maxTokens">The most tokens of a batch; a row that alone has more is a batch of its own.</param>
    /// <param name="collate">Makes the batches.</param>
    public static IEnumerable<HostBatch> ByLength(IReadOnlyList<int> lengths, int maxTokens, Collate collate)
    {
        int[] rows = [.. Enumerable.Range(0, lengths.Count).OrderByDescending(row => lengths[row])];
        var start = 0;
        while (start < rows.Length)
        {
            var (end, tokens) = (start, 0);
            do
            {
                tokens += lengths[rows[end++]];
            }
            while (end < rows.Length && tokens + lengths[rows[end]] <= maxTokens);
            yield return collate(rows.AsSpan(start, end - start));
            start = end;
        }
    }
}
