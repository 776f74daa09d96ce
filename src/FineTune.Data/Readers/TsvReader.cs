using System.Text;

namespace FineTune.Data;

/// <summary>Tab-separated values as GLUE has them: a header, no quoting, so a quote is a character like any other.</summary>
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

            var cells = Encoding.UTF8.GetString(line.Span).Split('\t');
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
}
