using System.IO.Compression;
using System.Text;

namespace FineTune.Data.Tests;

public sealed class JsonReaderTests
{
    [Theory]
    [InlineData("[{\"a\": 1},\n {\"a\": \"x\",\n \"b\": [{\"c\": 2}]}]")]
    [InlineData("{\"version\": {\"data\": 1}, \"data\": [{\"a\": 1},\n {\"a\": \"x\",\n \"b\": [{\"c\": 2}]}], \"more\": []}")]
    public void A_list_of_objects_is_rows_wherever_it_stands(string text)
    {
        var (rows, problems) = Rows.Read("a.json", text);
        Assert.Empty(problems);
        Assert.Equal(["1: a=1", "2: a=x | b=[{\"c\": 2}]"], rows);
    }

    [Fact]
    public void Rows_remember_their_line()
    {
        var (rows, _) = Rows.Read("a.json", "[\n\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]\n");
        Assert.Equal(["3: a=1", "6: a=2"], rows);
    }

    [Theory]
    [InlineData("{\"a\": 1}\n{\"a\": 2}\n")]
    [InlineData("{\"data\": [1]}\n{\"data\": [2]}\n")]
    public void Lines_of_objects_are_rows_too(string text) => Assert.Equal(2, Rows.Read("a.json", text).Rows.Length);

    [Theory]
    [InlineData("[{\"a\": 1},\n {\"a\": }]", "a.json:2:8: not valid JSON")]
    [InlineData("[{\"a\": 1},\n {\"a\": 2}", "a.json:2:")]
    [InlineData("[{\"a\": 1}] x", "a.json:1:12: not valid JSON")]
    [InlineData("{\"a\": {\"b\":\n 1}}", "a.json: no list of rows in it")]
    [InlineData("5", "a.json: no list of rows in it")]
    [InlineData("[1, {\"a\": 1}]", "a.json:1: expected a JSON object as the row, found a single value")]
    [InlineData("[{\"a\": 1, \"a\": 2}]", "a.json:1: key 'a' is there twice")]
    [InlineData("[{\"a\": 1},\n{\"a\": {\"b\": \"\\ud83d\"}}]", "a.json:2: a string holds half of a surrogate pair")]
    public void What_is_wrong_is_said_with_its_place(string text, string expected) =>
        Assert.Contains(expected, Assert.Single(Rows.Read("a.json", text).Problems));

    [Fact]
    public void A_bad_row_leaves_the_others()
    {
        var (rows, problems) = Rows.Read("a.json", "[{\"a\": 1},\n 7,\n {\"a\": 2}]");
        Assert.Equal(["1: a=1", "3: a=2"], rows);
        Assert.Single(problems);
    }

    [Fact]
    public void Zipped_files_are_read_by_the_name_inside()
    {
        using var folder = new TempFolder();
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionMode.Compress))
        {
            zip.Write(Encoding.UTF8.GetBytes("{\"a\": 1}\n{\"a\": 2}\n"));
        }

        Assert.Equal(["1: a=1", "2: a=2"], Rows.ReadFile(folder.Write("a.jsonl.gz", bytes.ToArray())).Rows);
        Assert.Contains("cannot be read", Assert.Single(Rows.ReadFile(folder.Write("b.jsonl.gz", "no zip")).Problems));
    }

    [Fact]
    public void Text_is_lines_paragraphs_or_one_document()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.txt", "one\ntwo\r\n\n \nthree\n");
        Assert.Equal(["1:one", "2:two", "5:three"], Texts("auto"));
        Assert.Equal(["1:one\ntwo", "5:three"], Texts("paragraphs"));
        Assert.Equal(["1:one\ntwo\r\n\n \nthree\n"], Texts("document"));

        IEnumerable<string> Texts(string format) => ReaderRegistry.For(path, format).Read(path, new DataProblems())
            .Select(row => $"{row.Origin.Line}:{row["text"].Text}");
    }

    [Theory]
    [InlineData("[{\"a\": 1}]", true)]
    [InlineData(" {\"a\": 1}", true)]
    [InlineData("[not json]", false)]
    [InlineData("plain", false)]
    public void A_cell_that_holds_json_is_nested(string cell, bool isNested) =>
        Assert.Equal(isNested, Field.OfCell(cell).Nested is not null);
}
