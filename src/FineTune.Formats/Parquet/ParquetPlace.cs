namespace FineTune.Formats;

/// <summary>Where in a file something is being read, for messages.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Column">The column's path, as <c>messages.list.element.role</c>.</param>
/// <param name="RowGroup">The row group, from 0.</param>
/// <param name="Offset">Where the page starts, in bytes from the start of the file.</param>
internal sealed record ParquetPlace(string File, string Column, int RowGroup, long Offset)
{
    /// <summary>The bytes here are not what they should be.</summary>
    public ParquetException Damaged(string found) => ParquetException.BadColumn(ToString(), found);

    /// <summary>The bytes here are stored in a way that is not read.</summary>
    public ParquetException Unsupported(string what, string readable) =>
        ParquetException.Unsupported(ToString(), what, readable);

    /// <inheritdoc/>
    public override string ToString() => $"{File}: column '{Column}', row group {RowGroup}, byte {Offset:N0}";
}
