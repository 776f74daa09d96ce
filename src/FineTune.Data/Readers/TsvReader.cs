using System.Text;

namespace FineTune.Data;

/// <summary>
/// Tab-separated values as GLUE has them: a header, no quoting, so a quote is a character like any other.
/// </summary>
internal static class TsvReader
{
    public static IEnumerable<DataRow> Read(string path, DataProblems problems)
    {
        TableHeader? header = null;
        foreach (var (number, line) in FileText.Lines(FileText.Read(path)))
        {
            if (line.IsEmpty)
            {
                continue;
            }

            var cells = Cells(line.Span);
            var origin = new RowOrigin(path, number);
            if (header is null)
            {
                header = new TableHeader(origin, cells);
            }
            else if (header.Row(origin, cells, problems) is { } row)
            {
                yield return row;
            }
        }
    }

    private static List<string> Cells(ReadOnlySpan<byte> line)
    {
        var cells = new List<string>();
        foreach (var cell in line.Split((byte)'\t'))
        {
            cells.Add(Encoding.UTF8.GetString(line[cell]));
        }

        return cells;
    }
}
