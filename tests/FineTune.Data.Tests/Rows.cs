namespace FineTune.Data.Tests;

/// <summary>Small ways to make rows and to see what is wrong with them.</summary>
internal static class Rows
{
    public static TextExample Example(string text, RawLabel? label = null, string? pair = null, int line = 1) =>
        new(new RowOrigin("made.csv", line), text, pair, label);

    /// <summary>Examples whose labels look as cells of a text file do.</summary>
    public static TextExample[] Labelled(params string[] labels) =>
        [.. labels.Select((label, i) => Example($"text {i}", RawLabel.OfCell(label), line: i + 2))];

    public static TokenizedDataset Tokenized(params int[] words) =>
        new([.. words.Select(count => Example(string.Join(' ', Enumerable.Repeat("word", count))))], new WordEncoder(), 512);

    /// <summary>Reads a file and returns its rows as "column=value" texts, with what is wrong.</summary>
    public static (string[] Rows, IReadOnlyList<string> Problems) Read(string name, string content)
    {
        using var folder = new TempFolder();
        return ReadFile(folder.Write(name, content));
    }

    public static (string[] Rows, IReadOnlyList<string> Problems) ReadFile(string path)
    {
        var problems = new DataProblems();
        var rows = new List<string>();
        try
        {
            foreach (var row in ReaderRegistry.For(path).Read(path, problems))
            {
                rows.Add($"{row.Origin.Line}: {string.Join(" | ", row.Columns.Select(column => $"{column}={row[column].Text ?? row[column].ToString()}"))}");
            }

            problems.ThrowIfAny();
            return ([.. rows], []);
        }
        catch (DataException error)
        {
            return ([.. rows], error.Problems);
        }
    }
}
