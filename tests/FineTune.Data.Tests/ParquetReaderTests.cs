using System.Text.Json;

namespace FineTune.Data.Tests;

public sealed class ParquetReaderTests
{
    [Fact]
    public void Nested_values_survive()
    {
        using var expected = JsonDocument.Parse(File.ReadAllText(Goldens.At("parquet", "nested.json")));
        var rows = Read(Goldens.At("parquet", "nested-dictionary-snappy-v2.parquet"), out var problems);
        Assert.Equal(0, problems.Count);
        Assert.Equal(expected.RootElement.GetArrayLength(), rows.Count);
        Assert.Equal([1, 2, 3], rows.Take(3).Select(row => row.Origin.Line));
        Assert.All(rows.Zip(expected.RootElement.EnumerateArray()), pair => Assert.All(
            pair.First.Columns, column => Assert.True(Same(pair.Second.GetProperty(column), pair.First[column]), $"{pair.First.Origin} {column}")));
    }

    [SkippableFact]
    public void A_file_another_tool_wrote_has_the_rows_of_the_text_beside_it()
    {
        var rows = Read(SharedFolder.Require("data/sst2/validation.parquet"), out _);
        var lines = Rows.ReadFile(SharedFolder.Require("data/sst2/dev.tsv")).Rows;
        Assert.Equal(lines.Length, rows.Count);
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_said_as_with_any_other()
    {
        using var folder = new TempFolder();
        Assert.Contains("there is no such file", Assert.Throws<DataException>(() => Read(folder.File("gone.parquet"), out _)).Message);
        Assert.Contains("this is not a Parquet file", Assert.Throws<DataException>(() => Read(folder.Write("bad.parquet", "text,label"), out _)).Message);
    }

    private static bool Same(JsonElement expected, Field found) => found.Text is { } text
        ? expected.GetString() == text
        : found.IsMissing ? expected.ValueKind == JsonValueKind.Null : found.Nested is { } nested ? JsonElement.DeepEquals(expected, nested) : expected.GetRawText() == found.ToString();

    private static List<DataRow> Read(string path, out DataProblems problems) =>
        [.. ReaderRegistry.For(path).Read(path, problems = new DataProblems())];
}
