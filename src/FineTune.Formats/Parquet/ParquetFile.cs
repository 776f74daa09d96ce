using System.Buffers.Binary;

namespace FineTune.Formats;

/// <summary>
/// A Parquet file, memory-mapped: opening reads the footer only; rows are read a page of each column at a time, so
/// that memory does not grow with the file.
/// </summary>
/// <remarks>
/// Format: apache/parquet-format 2.11. Read are all encodings but the retired BIT_PACKED, all codecs but LZO and the
/// retired LZ4 framing, nested lists, structs and maps. Checksums of pages are verified where they are.
/// </remarks>
public sealed class ParquetFile : IDisposable
{
    private const int MagicBytes = 4;
    private const int TailBytes = 8;

    private readonly string _path;
    private readonly MappedFile _file;
    private readonly FileMetadata _metadata;
    private readonly IReadOnlyList<SchemaNode> _roots;

    private ParquetFile(string path, MappedFile file)
    {
        (_path, _file) = (path, file);
        _metadata = FileMetadata.Read(path, Footer(path, file));
        _roots = SchemaTree.Build(path, _metadata.Schema);
        CheckRowGroups();
        Columns = [.. _roots.Select(root => new ParquetColumn(root.Name, root.TypeName))];
    }

    /// <summary>The top-level columns, in the file's order.</summary>
    public IReadOnlyList<ParquetColumn> Columns { get; }

    /// <summary>How many rows the file has.</summary>
    public long RowCount => _metadata.RowCount;

    /// <summary>How many row groups the rows are in.</summary>
    public int RowGroupCount => _metadata.RowGroups.Count;

    /// <summary>The footer's free text by key, such as <c>huggingface</c> (features as JSON); a key's last value.</summary>
    public IReadOnlyDictionary<string, string> KeyValues => _metadata.KeyValues;

    /// <summary>Maps a file and reads its footer.</summary>
    /// <exception cref="ParquetException">It is no Parquet file, is damaged, or is not there.</exception>
    public static ParquetFile Open(string path)
    {
        var file = Map(path);
        try
        {
            return new ParquetFile(path, file);
        }
        catch (ParquetException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads the rows, lazily and in order.</summary>
    /// <param name="columns">The columns to read, in the order wanted; none is all of the file's.</param>
    /// <returns>
    /// One array a row, of its own, with a value a column: null, bool, long, ulong (unsigned 64-bit), float, double,
    /// decimal, string, byte[], <c>List&lt;object?&gt;</c> for a list, or
    /// <c>OrderedDictionary&lt;string, object?&gt;</c> for a struct or map. Dates, times and timestamps are ISO 8601
    /// text, with Z where they are UTC; decimals of more than 28 digits are text.
    /// </returns>
    /// <exception cref="ParquetException">The file is damaged, or lacks a column asked for.</exception>
    public IEnumerable<object?[]> Rows(params IReadOnlyList<string> columns)
    {
        var wanted = columns.Count == 0 ? _roots : [.. columns.Select(Find)];
        return Enumerable.Range(0, RowGroupCount).SelectMany(group => RowGroupRows(group, wanted));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private IEnumerable<object?[]> RowGroupRows(int index, IReadOnlyList<SchemaNode> wanted)
    {
        var group = _metadata.RowGroups[index];
        var readers = new RowGroupReaders(_path, _file, index, group);
        var assemblers = wanted.Select(node => RowAssembly.For(node, readers)).ToArray();
        for (var row = 0L; row < group.RowCount; row++)
        {
            readers.StartRow(row);
            var values = new object?[assemblers.Length];
            for (var i = 0; i < assemblers.Length; i++)
            {
                values[i] = assemblers[i].Read();
            }

            yield return values;
        }

        readers.CheckEnd(group.RowCount);
    }

    private SchemaNode Find(string name) =>
        _roots.FirstOrDefault(root => root.Name == name)
        ?? throw ParquetException.UnknownColumn(_path, name, [.. _roots.Select(root => root.Name)]);

    private void CheckRowGroups()
    {
        var leaves = _roots.Sum(root => root.Leaves.Count());
        if (_metadata.RowGroups.FindIndex(group => group.Columns.Count != leaves) is var odd and >= 0)
        {
            throw ParquetException.BadFooter(
                _path, $"row group {odd} has {_metadata.RowGroups[odd].Columns.Count} column chunks, the schema {leaves}");
        }

        var rows = _metadata.RowGroups.Sum(group => (decimal)group.RowCount);
        if (rows != _metadata.RowCount || _metadata.RowGroups.Any(group => group.RowCount < 0))
        {
            throw ParquetException.BadFooter(
                _path, $"it promises {_metadata.RowCount:N0} rows, its row groups have {rows:N0}");
        }
    }

    private static MappedFile Map(string path)
    {
        try
        {
            return new MappedFile(path);
        }
        catch (CheckpointException error)
        {
            throw ParquetException.Unreadable(error.Message);
        }
    }

    private static ReadOnlySpan<byte> Footer(string path, MappedFile file)
    {
        var start = file.Bytes(0, (int)Math.Min(file.Length, MagicBytes));
        if (start.SequenceEqual("PARE"u8))
        {
            throw ParquetException.Encrypted(path);
        }

        if (!start.SequenceEqual("PAR1"u8))
        {
            throw ParquetException.NotParquet(path);
        }

        if (file.Length < MagicBytes + TailBytes
            || !file.Bytes(file.Length - MagicBytes, MagicBytes).SequenceEqual("PAR1"u8))
        {
            throw ParquetException.Truncated(path, file.Length);
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(file.Bytes(file.Length - TailBytes, sizeof(int)));
        var available = file.Length - MagicBytes - TailBytes;
        return length >= 0 && length <= available
            ? file.Bytes(file.Length - TailBytes - length, length)
            : throw ParquetException.BadFooter(path, $"it claims {length:N0} bytes, {available:N0} are there");
    }
}
