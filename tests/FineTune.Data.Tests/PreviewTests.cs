using FineTune.Tokenizers;

namespace FineTune.Data.Tests;

public sealed class PreviewTests
{
    [Fact]
    public void A_preview_shows_every_token_and_what_becomes_of_it()
    {
        var row = Chats.Encoder("chatml").Encode(Chats.Of(Chats.TwoTurns));
        var shown = Assert.Single(Preview([row, row, row], rows: 1).Rows);
        Assert.Equal(ByteTokenizer.Plain.Decode(row.Ids), shown.Text);
        Assert.Equal(shown.Text, string.Concat(shown.Tokens.Select(token => token.Text)));
        Assert.Equal("Hello!<|im_end|>\nCiao.<|im_end|>\n", string.Concat(shown.Tokens.Where(token => token.IsSupervised).Select(token => token.Text)));
        Assert.Equal(10, shown.Tokens.Count(token => token.IsSpecial));
        Assert.Equal(row.Ids, shown.Tokens.Select(token => token.Id));
    }

    [Fact]
    public void Rows_shown_are_spread_over_the_data()
    {
        var rows = Enumerable.Range(0, 100).Select(i => new TokenRow(new RowOrigin("a", i), [5, 6], [new(1, 2)])).ToArray();
        Assert.Equal([0, 25, 50, 75], Preview(rows, rows: 4).Rows.Select(row => row.Row.Origin.Line));
        Assert.Equal(100, Preview(rows, rows: 1000).Rows.Count);
    }

    [Fact]
    public void Lengths_and_targets_are_counted()
    {
        var preview = Preview([.. Enumerable.Range(2, 100).Select(length => new TokenRow(default, new int[length], [new(1, length)]))], rows: 0);
        Assert.Equal((1, 51, 100), preview.Targets);
        Assert.Equal(100, preview.Lengths.Sum(bucket => bucket.Rows));
        Assert.Equal([new LengthBucket(1, 10, 9), new LengthBucket(11, 20, 10)], preview.Lengths.Take(2));
        Assert.Equal(11, preview.Lengths.Count);
    }

    [Fact]
    public void Good_data_has_no_findings() =>
        Assert.Empty(Preview([Chats.Encoder("llama3", tokenizer: ByteTokenizer.WithBos).Encode(Chats.Of(Chats.TwoTurns))]).Findings);

    [Fact]
    public void A_doubled_bos_is_an_error()
    {
        var row = new TokenRow(new RowOrigin("a.jsonl", 3), [ByteTokenizer.Bos, ByteTokenizer.Bos, 40, ByteTokenizer.Eos], [new(2, 4)]);
        var finding = Assert.Single(Preview([row]).Findings);
        Assert.Equal(("double-bos", LintSeverity.Error, 1), (finding.Rule, finding.Severity, finding.Rows));
        Assert.StartsWith("1 of 1 rows, the first is a.jsonl:3, start with <s> (256) twice", finding.Message);
    }

    [Fact]
    public void Answers_without_an_end_are_an_error_if_all_and_a_warning_if_some()
    {
        var without = Chats.Encoder("chatml", new DatasetConfig { TrainOnEos = TrainOnEos.None }).Encode(Chats.Of(Chats.TwoTurns));
        var with = Chats.Encoder("chatml").Encode(Chats.Of(Chats.TwoTurns));
        Assert.Equal(("missing-end", LintSeverity.Error), Find([without, without], ByteTokenizer.Plain));
        Assert.Equal(("missing-end", LintSeverity.Warning), Find([without, with], ByteTokenizer.Plain));
        Assert.Empty(Preview([without with { Cuts = RowCuts.Answer }], tokenizer: ByteTokenizer.Plain).Findings);
    }

    [Fact]
    public void Answers_of_white_space_are_an_error() => Assert.Equal(
        ("empty-answer", LintSeverity.Error),
        Find([Chats.Encoder("chatml").Encode(new PromptExample(default, "Q:", " "))], ByteTokenizer.Plain));

    [Fact]
    public void A_template_without_the_tokenizers_bos_is_a_warning() => Assert.Equal(
        ("missing-bos", LintSeverity.Warning),
        Find([Chats.Encoder("chatml", tokenizer: ByteTokenizer.WithBos).Encode(Chats.Of(Chats.TwoTurns))], ByteTokenizer.WithBos));

    [Fact]
    public void A_token_shared_by_prompt_and_answer_is_a_warning() => Assert.Equal(
        ("shared-token", LintSeverity.Warning),
        Find([new TokenRow(default, [40, ByteTokenizer.Eos], [new(1, 2)]) { HasSharedToken = true }], ByteTokenizer.Plain, "shared-token"));

    [Fact]
    public void Another_template_than_the_checkpoints_is_a_warning()
    {
        var rows = TokenDataset.Collect("train", [Chats.Encoder("chatml").Encode(Chats.Of(Chats.TwoTurns))]);
        var (own, other) = (ByteTokenizer.Template("chatml"), ByteTokenizer.Template("llama3"));
        Assert.Empty(Lint.Run(rows, ByteTokenizer.Plain, own, own));
        Assert.Equal("template-mismatch", Assert.Single(Lint.Run(rows, ByteTokenizer.Plain, own, other)).Rule);
    }

    private static (string Rule, LintSeverity Severity) Find(TokenRow[] rows, Tokenizer tokenizer, string? rule = null)
    {
        var finding = Assert.Single(Preview(rows, tokenizer: tokenizer).Findings, found => rule is null || found.Rule == rule);
        return (finding.Rule, finding.Severity);
    }

    private static DataPreview Preview(TokenRow[] all, int rows = 0, Tokenizer? tokenizer = null) =>
        DataPreview.Of(TokenDataset.Collect("train", all), tokenizer ?? ByteTokenizer.Plain, rows);
}
