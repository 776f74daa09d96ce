namespace FineTune.Data;

/// <summary>JSON Lines: one object a line; blank lines do not count.</summary>
internal static class JsonlReader
{
    public static IEnumerable<DataRow> Read(string path, DataProblems problems) =>
        Read(path, FileText.Read(path), problems);

    /// <summary>The rows of a file that was read.</summary>
    public static IEnumerable<DataRow> Read(string path, ReadOnlyMemory<byte> text, DataProblems problems)
    {
        IReadOnlyList<string> columns = [];
        foreach (var (number, line) in FileText.Lines(text))
        {
            if (line.Span.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            if (JsonRows.Parse(line.Span, new RowOrigin(path, number), columns, problems) is { } row)
            {
                columns = row.Columns;
                yield return row;
            }
        }
    }
}
