namespace FineTune.Data;

/// <summary>The kinds of data file that can be read.</summary>
public static class ReaderRegistry
{
    /// <summary>The <c>file_format</c> that goes by the file's extension.</summary>
    public const string Auto = "auto";

    /// <summary>Every kind; a new one is a file and a line here.</summary>
    public static IReadOnlyList<ReaderEntry> All { get; } =
    [
        new("jsonl", [".jsonl", ".ndjson"], JsonlReader.Read),
        new("json", [".json"], JsonReader.Read),
        new("csv", [".csv"], CsvReader.Read),
        new("tsv", [".tsv", ".tab"], TsvReader.Read),
        new("parquet", [".parquet"], ParquetReader.Read),
        new("txt", [".txt", ".text"], PlainTextReader.Lines),
        new("paragraphs", [], PlainTextReader.Paragraphs),
        new("document", [], PlainTextReader.Whole),
    ];

    /// <summary>The reader for a file.</summary>
    /// <param name="path">The file, whose extension decides when <paramref name="format"/> is <c>auto</c>.</param>
    /// <param name="format">A reader's name, or <c>auto</c>.</param>
    /// <exception cref="DataException">No reader has this name or extension.</exception>
    public static ReaderEntry For(string path, string format = Auto)
    {
        var extension = Path.GetExtension(FileText.IsZipped(path) ? Path.GetFileNameWithoutExtension(path) : path);
        var entry = format == Auto
            ? All.FirstOrDefault(reader => reader.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase))
            : All.FirstOrDefault(reader => reader.Name == format);
        return entry ?? throw DataException.UnknownFileFormat(path, format);
    }
}
