using System.Text.Json.Nodes;

namespace FineTune.Formats.Tests;

/// <summary>Files that pyarrow wrote (<c>goldens/parquet/generate.py</c>).</summary>
public sealed class ParquetFileTests
{
    /// <summary>A folder of more files, written by the generator's <c>all</c>; checked too where it is named.</summary>
    private const string MoreFiles = "FINETUNE_PARQUET_FILES";

    [Theory]
    [InlineData("flat-plain-none-v1")]
    [InlineData("flat-dictionary-snappy-v1")]
    [InlineData("flat-delta-lz4-v2")]
    [InlineData("flat-split-zstd-v2")]
    [InlineData("logical-plain-gzip-v2")]
    [InlineData("logical-dictionary-snappy-v2")]
    [InlineData("nested-plain-brotli-v1")]
    [InlineData("nested-dictionary-snappy-v2")]
    [InlineData("nested-delta-none-v2")]
    [InlineData("nested-dictionary-zstd-v1")]
    public void Rows_are_those_that_were_written(string name) => AssertRows(Goldens.At("parquet", name + ".parquet"));

    [SkippableFact]
    public void So_are_those_of_every_codec_page_version_and_encoding()
    {
        var folder = Environment.GetEnvironmentVariable(MoreFiles);
        Skip.If(folder is null, $"{MoreFiles} names no folder of files");
        var files = Directory.GetFiles(folder, "*.parquet");
        Assert.NotEmpty(files);
        Assert.All(files, AssertRows);
    }

    [Fact]
    public void Timestamps_of_twelve_bytes_are_read()
    {
        var expected = ParquetRows.Expected("logical").Select(row => (string?)row!["nano"]);
        var rows = ParquetRows.Read(Goldens.At("parquet", "int96.parquet"));
        Assert.Equal(expected, rows.Select(row => (string?)row["nano"]));
    }

    [Fact]
    public void Columns_are_named_and_typed_and_read_in_the_order_asked_for()
    {
        var path = Goldens.At("parquet", "nested-delta-none-v2.parquet");
        using var file = ParquetFile.Open(path);
        Assert.Equal((60L, 2), (file.RowCount, file.RowGroupCount));
        Assert.Equal(
            [
                new("id", "int32"),
                new("messages", "list<struct<role: string, content: string>>"),
                new("answer", "struct<role: string, content: string>"),
                new("grid", "list<list<int64>>"),
                new("calls", "list<struct<name: string, arguments: list<struct<key: string, n: int32>>>>"),
                new("counts", "map<string, int32>"),
                new("pair", "list<int16>"),
            ],
            file.Columns);
        var row = file.Rows("pair", "id").ElementAt(3);
        Assert.Equal([3L, 4L], Assert.IsType<List<object?>>(row[0]));
        Assert.Equal(3L, row[1]);
    }

    [Fact]
    public void Logical_types_have_names()
    {
        using var file = ParquetFile.Open(Goldens.At("parquet", "logical-plain-gzip-v2.parquet"));
        Assert.Equal(
            [
                "date", "timestamp", "timestamp(UTC)", "timestamp", "time", "decimal(9, 2)", "decimal(25, 2)",
                "float16", "string", "null",
            ],
            file.Columns.Select(column => column.Type));
        var row = file.Rows("money", "half").First();
        Assert.Equal([-500.00m, 0f], row);
    }

    [Fact]
    public void A_column_that_is_not_there_is_told_with_those_that_are()
    {
        using var file = ParquetFile.Open(Goldens.At("parquet", "nested-delta-none-v2.parquet"));
        var error = Assert.Throws<ParquetException>(() => file.Rows("mesages"));
        Assert.Contains("no column 'mesages'; there are: id, messages,", error.Message);
        Assert.EndsWith("Did you mean 'messages'?", error.Message);
    }

    [Fact]
    public void Rows_are_read_lazily_and_more_than_once()
    {
        using var file = ParquetFile.Open(Goldens.At("parquet", "flat-plain-none-v1.parquet"));
        var first = file.Rows("required").First();
        Assert.Equal(first, file.Rows("required").First());
        Assert.Equal(60, file.Rows("word").Count());
    }

    private static void AssertRows(string path)
    {
        var expected = ParquetRows.Expected(Path.GetFileName(path).Split('-')[0]);
        var rows = ParquetRows.Read(path);
        Assert.Equal(expected.Count, rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            Assert.True(
                JsonNode.DeepEquals(expected[i], rows[i]),
                $"{path}: row {i}\nexpected {expected[i]!.ToJsonString()}\nfound    {rows[i].ToJsonString()}");
        }
    }
}
