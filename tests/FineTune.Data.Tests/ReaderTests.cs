using System.Text;

namespace FineTune.Data.Tests;

public sealed class ReaderTests
{
    [Theory]
    [InlineData("text,label\ngood,1\nbad,0\n", "2: text=good | label=1;3: text=bad | label=0")]
    [InlineData("text,label\r\ngood,1\r\nbad,0", "2: text=good | label=1;3: text=bad | label=0")]
    [InlineData("\uFEFFtext,label\ngood,1\n", "2: text=good | label=1")]
    [InlineData(" text , label \n a ,1\n", "2: text= a  | label=1")]
    [InlineData("text,label\n\"a, \"\"b\"\"\",1\n", "2: text=a, \"b\" | label=1")]
    [InlineData("text,label\n\"two\r\nlines\",1\nnext,0\n", "2: text=two\r\nlines | label=1;4: text=next | label=0")]
    [InlineData("text,label\n\n\nbad,0\n\n", "4: text=bad | label=0")]
    [InlineData("text,label\n,\n\"\",\"\"\n", "2: text= | label=;3: text= | label=")]
    [InlineData("text,label\na \"quoted\" word,1\n", "2: text=a \"quoted\" word | label=1")]
    [InlineData("text\n\"a\"\r\n\"b\"", "2: text=a;3: text=b")]
    [InlineData("\"text\",\"la\nbel\"\nä,ü\n", "3: text=ä | la\nbel=ü")]
    [InlineData("text,label\n", "")]
    [InlineData("", "")]
    public void Csv_is_read_as_rfc_4180_has_it(string content, string expected)
    {
        var (rows, problems) = Rows.Read("data.csv", content);
        Assert.Empty(problems);
        Assert.Equal(expected, string.Join(';', rows));
    }

    [Theory]
    [InlineData("text,label\n\"never closed,1\nb,0\n", ":2: a quote opens here and never closes")]
    [InlineData("text,label\n\"a\"b,1\n", ":2: text follows a closing quote (opened on line 2)")]
    [InlineData("text,label\n\"open,1\n\"shut\",0\n", ":3: text follows a closing quote (opened on line 2)")]
    [InlineData("text,label\na,b,1\n", ":2: 3 cells, but the header has 2 ('text', 'label')")]
    [InlineData("text,label\na\n", ":2: 1 cells, but the header has 2")]
    [InlineData("text,text\na,b\n", ":1: two columns are named 'text'")]
    [InlineData("text,\na,b\n", ":1: column 2 has no name")]
    public void A_broken_csv_names_file_and_line(string content, string expected)
    {
        var problem = Assert.Single(Rows.Read("data.csv", content).Problems);
        Assert.Contains("data.csv" + expected, problem);
    }

    [Fact]
    public void Bad_rows_are_all_reported_and_good_ones_still_read()
    {
        var (rows, problems) = Rows.Read("data.csv", "text,label\na\nb,1\nc,2,3\n");
        Assert.Equal("3: text=b | label=1", Assert.Single(rows));
        Assert.Equal(2, problems.Count);
    }

    [Theory]
    [InlineData("text\tlabel\na \"b\tc\n", "2: text=a \"b | label=c")]
    [InlineData("text\tlabel\r\n\t1\r\n\nx\t\n", "2: text= | label=1;4: text=x | label=")]
    public void Tsv_knows_no_quotes(string content, string expected)
    {
        var (rows, problems) = Rows.Read("data.tsv", content);
        Assert.Empty(problems);
        Assert.Equal(expected, string.Join(';', rows));
    }

    [Fact]
    public void A_tsv_row_with_a_tab_too_many_is_named() =>
        Assert.Contains("data.tsv:2: 3 cells", Assert.Single(Rows.Read("data.tsv", "text\tlabel\na\tb\tc\n").Problems));

    [Theory]
    [InlineData("{\"text\": \"a\\n\\u00e9\", \"label\": 1}\n\n{\"label\": [\"x\", 2], \"text\": null}", "1: text=a\né | label=1;3: label=[\"x\", 2] | text=null")]
    [InlineData("{\"text\": \"a\"}\r\n{\"text\": \"b\", \"more\": {\"k\": true}}", "1: text=a;2: text=b | more={\"k\": true}")]
    [InlineData("{}", "1: ")]
    public void Json_lines_keep_their_types(string content, string expected)
    {
        var (rows, problems) = Rows.Read("data.jsonl", content);
        Assert.Empty(problems);
        Assert.Equal(expected, string.Join(';', rows));
    }

    [Theory]
    [InlineData("{\"text\": \"a\"", ":1:")]
    [InlineData("{\"text\": \"a\"} x", ":1:15: not valid JSON")]
    [InlineData("{\"text\": \"a\"}\n{'text': 1}", ":2:2: not valid JSON")]
    [InlineData("[{\"text\": \"a\"}]", ":1: expected a JSON object as the row, found a list")]
    [InlineData("5", ":1: expected a JSON object as the row, found a single value")]
    [InlineData("{\"a\": 1, \"a\": 2}", ":1: key 'a' is there twice")]
    [InlineData("{\"a\": \"\\ud83d\"}", ":1: a string holds half of a surrogate pair")]
    [InlineData("{\"a\": {\"b\": [\"\\ud83d\"]}}", ":1: a string holds half of a surrogate pair")]
    [InlineData("{\"a\": {\"\\ud83d\": 1}}", ":1: a string holds half of a surrogate pair")]
    public void A_broken_json_line_names_file_and_line(string content, string expected) =>
        Assert.Contains("data.jsonl" + expected, Assert.Single(Rows.Read("data.jsonl", content).Problems));

    [Fact]
    public void A_file_that_is_not_utf8_names_the_line()
    {
        using var folder = new TempFolder();
        byte[] latin = [.. "text,label\ngood,1\ncaf"u8, 0xE9, .. ",0\n"u8];
        Assert.Contains("a.csv:3: not UTF-8", Assert.Single(Rows.ReadFile(folder.Write("a.csv", latin)).Problems));
        byte[] utf16 = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("text,label\n")];
        Assert.Contains("UTF-16", Assert.Single(Rows.ReadFile(folder.Write("b.csv", utf16)).Problems));
    }

    [Fact]
    public void A_missing_file_names_the_nearest_one()
    {
        using var folder = new TempFolder();
        folder.Write("train.tsv", "");
        Assert.Contains("no such file. Did you mean 'train.tsv'?", Assert.Single(Rows.ReadFile(folder.File("trian.tsv")).Problems));
        Assert.Contains("no folder", Assert.Single(Rows.ReadFile(folder.File("gone/train.tsv")).Problems));
        Directory.CreateDirectory(folder.File("folder.csv"));
        Assert.Contains("cannot be read", Assert.Single(Rows.ReadFile(folder.File("folder.csv")).Problems));
    }

    [Fact]
    public void A_file_format_that_is_unknown_lists_those_there_are()
    {
        Assert.Contains("'.xml' does not say", Assert.Throws<DataException>(() => ReaderRegistry.For("data.xml")).Message);
        Assert.Contains("there are auto, jsonl, json, csv, tsv, parquet, txt, paragraphs, document. Did you mean 'json'?", Assert.Throws<DataException>(() => ReaderRegistry.For("data.txt", "jsn")).Message);
        Assert.Equal("tsv", ReaderRegistry.For("DATA.TSV").Name);
        Assert.Equal("csv", ReaderRegistry.For("data.txt", "csv").Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_cells_survive_being_written_as_csv(int seed)
    {
        var random = new Random(seed);
        const string alphabet = "a,\"\n\r é;\t";
        for (var round = 0; round < 300; round++)
        {
            var cells = Enumerable.Range(0, 4).Select(_ => new string([.. Enumerable.Range(0, random.Next(6)).Select(_ => alphabet[random.Next(alphabet.Length)])])).ToArray();
            var quoted = cells.Select(cell => $"\"{cell.Replace("\"", "\"\"")}\"").ToArray();
            var (rows, problems) = Rows.Read("data.csv", $"x,y\r\n{quoted[0]},{quoted[1]}\r\n{quoted[2]},{quoted[3]}\r\n");
            Assert.True(problems.Count == 0, $"seed {seed}: {string.Concat(problems)}");
            var line = 3 + cells[0].Count(c => c == '\n') + cells[1].Count(c => c == '\n');
            Assert.Equal([$"2: x={cells[0]} | y={cells[1]}", $"{line}: x={cells[2]} | y={cells[3]}"], rows);
        }
    }

    [Theory]
    [InlineData("data.csv", 1)]
    [InlineData("data.tsv", 2)]
    [InlineData("data.jsonl", 3)]
    public void No_bytes_give_anything_but_a_data_exception(string name, int seed)
    {
        const string telling = "\",\t\n\r{}[]:\\ue1 ";
        var random = new Random(seed);
        var intact = name == "data.jsonl" ? "{\"text\":\"a b\",\"label\":[1,\"x\"]}\n{\"text\":\"c\",\"label\":null}\n" : "text\tlabel,x\n\"a,b\"\t1\r\nc,\t2\n";
        using var folder = new TempFolder();
        var outcomes = new int[2];
        for (var round = 0; round < 500; round++)
        {
            List<byte> bytes = [.. Encoding.UTF8.GetBytes(intact)];
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                bytes[random.Next(bytes.Count)] = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)telling[random.Next(telling.Length)];
            }

            outcomes[Rows.ReadFile(folder.Write(name, bytes.ToArray())).Problems.Count == 0 ? 0 : 1]++;
        }

        Assert.True(outcomes[0] > 0 && outcomes[1] > 0, $"seed {seed}: {outcomes[0]} read, {outcomes[1]} refused");
    }

    [SkippableFact]
    public void Sst2_is_read_whole()
    {
        var path = SharedFolder.Require("data/sst2/train.tsv");
        var problems = new DataProblems();
        var rows = ReaderRegistry.For(path).Read(path, problems).ToArray();
        Assert.Equal((67_349, 0), (rows.Length, problems.Count));
        Assert.Equal("hide new secretions from the parental units", rows[0]["sentence"].Text!.Trim());
        Assert.Equal(new RowOrigin(path, 67_350), rows[^1].Origin);
    }
}
