namespace FineTune.Data.Tests;

public sealed class ColumnTests
{
    [Theory]
    [InlineData("sentence,label", "text = 'sentence', label = 'label'")]
    [InlineData("Review,Sentiment", "text = 'Review', label = 'Sentiment'")]
    [InlineData("idx,sentence1,sentence2,label", "text = 'sentence1', text_pair = 'sentence2', label = 'label'")]
    [InlineData("question,sentence,labels", "text = 'question', text_pair = 'sentence', label = 'labels'")]
    [InlineData("label,utterance", "text = 'utterance', label = 'label'")]
    public void Columns_are_inferred_from_common_names_and_reported(string header, string expected)
    {
        var notices = new List<string>();
        _ = Bind(header, new ColumnsConfig(), labelled: true, notices);
        Assert.Contains(expected, Assert.Single(notices));
    }

    [Fact]
    public void Given_columns_win_and_are_not_reported()
    {
        var notices = new List<string>();
        var columns = new ColumnsConfig { Text = "b", TextPair = "a", Label = "c" };
        var example = Bind("a,b,c", columns, labelled: true, notices);
        Assert.Equal(("B", "A", "C"), (example.Text, example.TextPair, example.Label!.Text));
        Assert.Empty(notices);
    }

    [Fact]
    public void A_given_text_is_not_paired_by_inference()
    {
        var example = Bind("sentence1,sentence2,label", new ColumnsConfig { Text = "sentence1" }, labelled: true, []);
        Assert.Null(example.TextPair);
    }

    [Fact]
    public void To_predict_no_label_is_needed()
    {
        var example = Bind("text", new ColumnsConfig { Label = "gone" }, labelled: false, []);
        Assert.Null(example.Label);
    }

    [Theory]
    [InlineData("text,label", "txt", null, null, "no column 'txt' for text; found 'text', 'label'. Did you mean 'text'? Set columns.text.")]
    [InlineData("text,label", null, "second", null, "no column 'second' for text_pair")]
    [InlineData("text,label", null, null, "labels", "no column 'labels' for label; found 'text', 'label'. Did you mean 'label'?")]
    [InlineData("text,gold", null, null, null, "no column for label; found 'text', 'gold'; looked for label, labels")]
    [InlineData("a,b,label", null, null, null, "no column for text; found 'a', 'b', 'label'; looked for text, sentence")]
    public void A_missing_column_lists_those_there_are(string header, string? text, string? pair, string? label, string expected)
    {
        var columns = new ColumnsConfig { Text = text, TextPair = pair, Label = label };
        var error = Assert.Throws<DataException>(() => Bind(header, columns, labelled: true, []));
        Assert.Contains($"file.csv: {expected}", error.Message);
    }

    [Theory]
    [InlineData("""{"label": 1}""", "'text' has no value")]
    [InlineData("""{"text": null, "label": 1}""", "'text' has no value")]
    [InlineData("""{"text": 5, "label": 1}""", "'text' must be a string, found 5")]
    [InlineData("""{"text": "a"}""", "'label' has no value")]
    [InlineData("""{"text": "a", "label": null}""", "'label' has no value")]
    [InlineData("""{"text": "a", "label": {"x": 1}}""", "'label' must be a string, a number, or a list of them, found {\"x\": 1}")]
    [InlineData("""{"text": "a", "label": [1, [2]]}""", "'label' must be a list of strings or numbers, found [1, [2]]")]
    public void A_value_of_the_wrong_type_names_row_and_column(string line, string expected)
    {
        using var folder = new TempFolder();
        var path = folder.Write("data.jsonl", $$"""{"text": "first", "label": 0}{{"\n"}}{{line}}""");
        var error = Assert.Throws<DataException>(() => ClassificationData.Load(new DatasetConfig { TrainFile = [path] }, type: null, seed: 1));
        Assert.Equal($"{path}:2: {expected}.", error.Message);
    }

    [Fact]
    public void An_empty_label_cell_names_its_row()
    {
        using var folder = new TempFolder();
        var path = folder.Write("data.csv", "text,label\na,1\nb,\n");
        var error = Assert.Throws<DataException>(() => ClassificationData.Load(new DatasetConfig { TrainFile = [path] }, type: null, seed: 1));
        Assert.Contains("data.csv:3: 'label' has no value", error.Message);
    }

    [Fact]
    public void All_missing_columns_are_reported_at_once()
    {
        var columns = new ColumnsConfig { Text = "x", TextPair = "y", Label = "z" };
        Assert.Equal(3, Assert.Throws<DataException>(() => Bind("a,b,c", columns, labelled: true, [])).Problems.Count);
    }

    /// <summary>Binds a header and converts the row whose cells are the upper-cased names.</summary>
    private static TextExample Bind(string header, ColumnsConfig columns, bool labelled, List<string> notices)
    {
        var names = header.Split(',');
        var config = new DatasetConfig { TrainFile = [], Columns = columns };
        var log = new ReadingLog();
        var convert = FormatRegistry.Get("text-classification").Bind(new FileColumns("file.csv", names), config, labelled, log);
        log.Problems.ThrowIfAny();
        notices.AddRange(log.Notices);
        var row = new DataRow(new RowOrigin("file.csv", 2), names, [.. names.Select(name => Field.OfCell(name.ToUpperInvariant()))]);
        return Assert.IsType<TextExample>(convert!(row, log.Problems));
    }
}
