using System.Text;

namespace FineTune.Data;

/// <summary>Plain text as rows with one column, <c>text</c>: a row a line, a paragraph, or a file.</summary>
internal static class PlainTextReader
{
    private static readonly string[] Columns = ["text"];

    /// <summary>Every line that is not blank is a row.</summary>
    public static IEnumerable<DataRow> Lines(string path, DataProblems problems) =>
        FileText.Lines(FileText.Read(path))
            .Where(line => !IsBlank(line.Line.Span))
            .Select(line => Row(path, line.Number, line.Line.Span));

    /// <summary>Lines up to the next blank one are a row.</summary>
    public static IEnumerable<DataRow> Paragraphs(string path, DataProblems problems)
    {
        var text = FileText.Read(path);
        var (start, firstLine, end, position) = (-1, 0, 0, 0);
        foreach (var (number, line) in FileText.Lines(text))
        {
            if (!IsBlank(line.Span))
            {
                (start, firstLine) = start < 0 ? (position, number) : (start, firstLine);
                end = position + line.Length;
            }
            else if (start >= 0)
            {
                yield return Row(path, firstLine, text.Span[start..end]);
                start = -1;
            }

            position += line.Length + LineEnd(text.Span[(position + line.Length)..]);
        }

        if (start >= 0)
        {
            yield return Row(path, firstLine, text.Span[start..end]);
        }
    }

    /// <summary>The whole file is a row, unless it is blank.</summary>
    public static IEnumerable<DataRow> Whole(string path, DataProblems problems)
    {
        var text = FileText.Read(path);
        return IsBlank(text.Span) ? [] : [Row(path, 1, text.Span)];
    }

    private static int LineEnd(ReadOnlySpan<byte> rest) => rest switch
    {
        [(byte)'\n', ..] => 1,
        [(byte)'\r', (byte)'\n', ..] => 2,
        _ => 0,
    };

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8).IsEmpty;

    private static DataRow Row(string path, int line, ReadOnlySpan<byte> text) =>
        new(new RowOrigin(path, line), Columns, [Field.OfString(Encoding.UTF8.GetString(text))]);
}
