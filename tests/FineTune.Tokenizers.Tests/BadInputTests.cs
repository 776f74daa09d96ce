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
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"a":1.5}}}""", "the id of 'a' is 1.5")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"\ud800":0}}}""", "line 1: a string holds half a surrogate pair")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}""", "needs the token 'b', which is not in the vocabulary")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":[["a","b"]]}}""", "model.merges[0]: the merge of 'a' and 'b' needs the token 'ab'")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["aaa"]}}""", "model.merges[0]: expected two tokens")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[],"dropout":2}}""", "'dropout' is 2, not between 0 and 1")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a",-1]],"unk_id":7}}""", "unk_id 7 is beyond the 1 tokens")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a",1e999]]}}""", "model.vocab[0][1]: the number is out of range")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a"]]}}""", "model.vocab[0]: expected a token and its score")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":0}},"normalizer":{"type":"LowerCased"}}""", "did you mean 'Lowercase'?")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":0}},"decoder":{"type":"ByteLevels"}}""", "did you mean 'ByteLevel'?")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":0}},"post_processor":{"type":"X"}}""", "post_processor.type: 'X' is not one of")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":0}},"pre_tokenizer":{"type":"Split","pattern":{"Regex":"(a"},"behavior":"Isolated"}}""", "pre_tokenizer.pattern.Regex: the regular expression is wrong at position 2")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":0}},"pre_tokenizer":{"type":"Split","pattern":{"Regex":"a"},"behavior":"Isolatd"}}""", "did you mean 'Isolated'?")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":0}},"normalizer":{"type":"Precompiled","precompiled_charsmap":"AAA"}}""", "this is not base64")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":0}},"added_tokens":[{"id":0}]}""", "added_tokens[0]: 'content' is missing")]
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

    [Theory]
    [InlineData("(")]
    [InlineData("(?=")]
    [InlineData("[")]
    [InlineData("(?i:")]
    public void A_deeply_nested_regular_expression_is_refused(string opening)
    {
        var closing = opening == "[" ? "]" : ")";
        var pattern = string.Concat(Enumerable.Repeat(opening, 10_000)) + "a" + string.Concat(Enumerable.Repeat(closing, 10_000));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer.json"), $$$"""
            {"model":{"type":"WordLevel","vocab":{"a":0}},
             "pre_tokenizer":{"type":"Split","pattern":{"Regex":"{{{pattern}}}"},"behavior":"Isolated"}}
            """);

        Assert.Contains("pre_tokenizer.pattern.Regex", Error(() => Tokenizer.Load(folder.Path)));
    }

    [Fact]
    public void Deeply_nested_json_inside_a_component_is_refused()
    {
        using var folder = new TemporaryFolder();
        var opening = string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 10_000));
        File.WriteAllText(folder.At("tokenizer.json"), $$$"""{"model":{"type":"WordLevel","vocab":{}},"normalizer":{{{opening}}}""");

        Assert.Contains("not valid JSON", Error(() => Tokenizer.Load(folder.Path)));
    }

    [Fact]
    public void A_regular_expression_that_would_take_for_ever_is_stopped()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer.json"), """
            {"model":{"type":"WordLevel","vocab":{"<unk>":0}},
             "pre_tokenizer":{"type":"Split","pattern":{"Regex":"(?:(a+)\\1?)+b"},"behavior":"Isolated"}}
            """);
        var tokenizer = Tokenizer.Load(folder.Path);

        Assert.Contains("regular expression", Error(() => tokenizer.Encode(new string('a', 5_000))));
    }

    [Theory]
    [InlineData("vocab.txt", "a\nb\na\n")]
    [InlineData("tokenizer.model", "\n\u0003abc\u0001")]
    [InlineData("x.tiktoken", "YQ== 0\nnot base64 at all\n")]
    [InlineData("x.tiktoken", "YQ== 0\nYg== 0\n")]
    public void A_broken_vocabulary_file_is_explained_or_works(string name, string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At(name), content);

        Assert.True(Record.Exception(() => Tokenizer.Load(folder.Path).Encode("")) is null or TokenizerException);
    }

    [Fact]
    public void Merges_that_name_unknown_tokens_are_listed_with_their_lines()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("vocab.json"), """{"a": 0, "b": 1, "ab": 2}""");
        File.WriteAllText(folder.At("merges.txt"), "#version: 0.2\na b\nb c\na b a\n");

        var message = Error(() => Tokenizer.Load(folder.Path));

        Assert.Contains("merges.txt", message);
        Assert.Contains("line 3: the merge needs the token 'c'", message);
        Assert.Contains("line 4: expected two tokens, found 'a b a'", message);
    }

    [Fact]
    public void A_sentencepiece_model_cut_short_anywhere_is_explained_or_works()
    {
        using var folder = new TemporaryFolder();
        var model = SentencePieceBytes.Small();
        for (var length = 0; length < model.Length; length++)
        {
            File.WriteAllBytes(folder.At("tokenizer.model"), model[..length]);
            Assert.True(Record.Exception(() => Tokenizer.Load(folder.Path).Encode("ab")) is null or TokenizerException);
        }
    }

    private static string Error(Action action) => Assert.Throws<TokenizerException>(action).Message;
}
