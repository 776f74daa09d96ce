namespace FineTune.Formats;

/// <summary>The columns of a row group that are being read, each opened when it is first asked for.</summary>
internal sealed class RowGroupReaders(string path, MappedFile file, int index, RowGroupMetadata group)
{
    private readonly Dictionary<int, LeafReader> _readers = [];

    /// <summary>The reader of a column.</summary>
    public LeafReader this[LeafNode leaf]
    {
        get
        {
            if (!_readers.TryGetValue(leaf.Index, out var reader))
            {
                var chunk = group.Columns[leaf.Index];
                reader = new LeafReader(leaf, chunk, file, new ParquetPlace(path, leaf.Path, index, chunk.Start));
                _readers.Add(leaf.Index, reader);
            }

            return reader;
        }
    }

    /// <summary>Checks that every column is at the start of a row.</summary>
    public void StartRow(long row)
    {
        foreach (var reader in _readers.Values)
        {
            reader.StartRow(row);
        }
    }

    /// <summary>Checks that every column has ended.</summary>
    public void CheckEnd(long rows)
    {
        foreach (var reader in _readers.Values)
        {
            reader.CheckEnd(rows);
        }
    }
}
