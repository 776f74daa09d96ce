using FineTune.Tokenizers.Tests.Parity;

namespace FineTune.Tokenizers.Tests;

/// <summary>Texts that would take minutes, or break something, if the work were not linear in their length.</summary>
public sealed class HostileTextTests
{
    private static readonly string[] Characters = ["a", " ", "\n", "0", "'", "\0", "한", "\u0301", "\U0001F600", "ab"];

    public static TheoryData<string> Everything => [.. ZooEntry.All.Select(entry => entry.Name)];

    [Theory]
    [InlineData("byte-level-split")]
    [InlineData("roberta-true-true")]
    [InlineData("bpe-bytes")]
    [InlineData("bpe-fused")]
    [InlineData("bpe-suffix")]
    [InlineData("unigram-first-false")]
    [InlineData("unigram-bytes")]
    [InlineData("wordpiece-template")]
    [InlineData("added-tokens")]
    [InlineData("normalizer-order")]
    public void A_word_of_100_000_characters_is_no_trouble(string name)
    {
        var tokenizer = ZooEntry.Named(name).Open();
        foreach (var character in Characters)
        {
            var text = string.Concat(Enumerable.Repeat(character, 100_000));
            var encoding = tokenizer.Encode(text);

            Assert.Equal(encoding.Ids, tokenizer.EncodeToIds(text));
            Assert.Equal(encoding.Length, encoding.Tokens.Length);
            Assert.Equal(encoding.Length, encoding.ByteOffsets.Length);
            tokenizer.Decode(encoding.Ids);
        }
    }

    [Theory]
    [InlineData("wordpiece-template")]
    [InlineData("byte-level-split")]
    public void Fifty_megabytes_of_one_character_are_encoded(string name)
    {
        var tokenizer = ZooEntry.Named(name).Open();
        var text = new string('!', 50_000_000);

        var count = tokenizer.CountTokens(text, addSpecialTokens: false);

        Assert.InRange(count, 1, text.Length);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Nul_bytes_are_text_like_any_other(string name)
    {
        var encoding = ZooEntry.Named(name).Open().Encode("a\0b\0\0", addSpecialTokens: false);

        Assert.All(encoding.Offsets, span => Assert.InRange(span.End, span.Start, 5));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_by_every_way_to_encode()
    {
        var tokenizer = ZooEntry.Named("byte-level").Open();
        // Not as test data: the runtime keeps attributes in UTF-8, which has no room for half a pair.
        foreach (var text in new[] { "\ud800", "ab\udc00cd", "\udc00\ud800", "x\ud83d" })
        {
            Assert.All(
                WaysToEncode(tokenizer, text),
                way => Assert.Contains("U+D", Assert.Throws<TokenizerException>(way).Message));
        }
    }

    [Fact]
    public void Ids_that_no_token_has_are_left_out_when_decoding()
    {
        var tokenizer = ZooEntry.Named("byte-level").Open();
        int[] ids = [-1, int.MaxValue, int.MinValue, .. tokenizer.EncodeToIds("good", addSpecialTokens: false), 1_000_000];

        Assert.Equal("good", tokenizer.Decode(ids));
        Assert.Equal("", tokenizer.Decode([]));
    }

    private static Action[] WaysToEncode(Tokenizer tokenizer, string text) =>
    [
        () => tokenizer.Encode(text),
        () => tokenizer.Encode("fine", text),
        () => tokenizer.EncodeToIds(text),
        () => tokenizer.EncodeToIds("fine", text),
        () => tokenizer.CountTokens(text),
        () => tokenizer.AppendIds(text, []),
        () => tokenizer.EncodeBatch(["fine", text]),
        () => tokenizer.EncodeBatch([("fine", text)]),
        () => tokenizer.EncodeBatchToIds(["fine", text]),
    ];
}
