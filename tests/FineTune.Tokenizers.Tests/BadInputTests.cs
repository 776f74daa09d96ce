namespace FineTune.Tokenizers.Tests;

public sealed class BadInputTests
{
    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Contains("no-such-folder", Error(() => Tokenizer.Load("no-such-folder")));

    [Fact]
    public void A_folder_without_a_tokenizer_says_what_was_looked_for()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("tokenizer.json", Error(() => Tokenizer.Load(folder.Path)));
    }

    [Theory]
    [InlineData("{", ":1:2: not valid JSON")]
    [InlineData("[]", "the file: expected an object, found an array")]
    [InlineData("{}", "the file: 'model' is missing")]
    [InlineData("""{"version":"2.0","model":{"type":"WordPiece","vocab":{}}}""", "version '2.0' is not known")]
    [InlineData("""{"model":{"type":"WordPieces","vocab":{}}}""", "did you mean 'WordPiece'?")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"a":0,"b":0}}}""", "id 0 is given to both 'a' and 'b'")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"a":-1}}}""", "model.vocab: the id of 'a' is -1")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"a":2000000000}}}""", "far beyond the 1 tokens")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":[]}}""", "model.vocab: expected an object, found an array")]
    public void A_broken_file_is_explained(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer.json"), json);

        Assert.Contains(expected, Error(() => Tokenizer.Load(folder.Path)));
    }

    [Fact]
    public void All_problems_of_a_file_come_at_once()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer.json"), """
            {
              "normalizer": { "type": "BertNormaliser" },
              "pre_tokenizer": { "type": "Bert" },
              "model": { "type": "WordPiece", "vocab": { "a": "x" } }
            }
            """);

        var message = Error(() => Tokenizer.Load(folder.Path));

        Assert.Contains("3 problems", message);
        Assert.Contains("normalizer.type: 'BertNormaliser'", message);
        Assert.Contains("pre_tokenizer.type: 'Bert'", message);
        Assert.Contains("the id of 'a' is x", message);
    }

    [Fact]
    public void Deeply_nested_json_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer.json"), new string('[', 10_000) + new string(']', 10_000));

        Assert.Contains("not valid JSON", Error(() => Tokenizer.Load(folder.Path)));
    }

    private static string Error(Action action) => Assert.Throws<TokenizerException>(action).Message;
}
