using System.Text.Json;

namespace FineTune.Tokenizers.Tests;

public sealed class BertTokenizerTests
{
    private static readonly Tokenizer Tiny = Tokenizer.Load(Repository.File("models", "tiny-bert-en"));

    [Fact]
    public void A_text_is_encoded_with_offsets_words_and_masks()
    {
        var encoding = Tiny.Encode("A good film!");

        Assert.Equal(["[CLS]", "a", "good", "film", "!", "[SEP]"], encoding.Tokens);
        Assert.Equal([new(0, 0), new(0, 1), new(2, 6), new(7, 11), new(11, 12), new(0, 0)], encoding.Offsets);
        Assert.Equal([-1, 0, 1, 2, 3, -1], encoding.WordIds);
        Assert.Equal([1, 0, 0, 0, 0, 1], encoding.SpecialTokensMask);
        Assert.Equal([0, 0, 0, 0, 0, 0], encoding.TypeIds);
        Assert.Equal(encoding.Ids, Tiny.EncodeToIds("A good film!"));
    }

    [Fact]
    public void A_pair_gets_type_ids_and_its_own_offsets()
    {
        var encoding = Tiny.Encode("good", "a film");

        Assert.Equal(["[CLS]", "good", "[SEP]", "a", "film", "[SEP]"], encoding.Tokens);
        Assert.Equal([0, 0, 0, 1, 1, 1], encoding.TypeIds);
        Assert.Equal([-1, 0, -1, 1, 1, -1], encoding.SequenceIds);
        Assert.Equal(new TextSpan(2, 6), encoding.Offsets[4]);
    }

    [Fact]
    public void Assembling_after_encoding_equals_encoding_at_once()
    {
        var assembled = Tiny.Assemble(Tiny.EncodeToIds("good", false), Tiny.EncodeToIds("a film", false));
        var encoding = Tiny.Encode("good", "a film");

        Assert.Equal(encoding.Ids, assembled.Ids);
        Assert.Equal(encoding.TypeIds, assembled.TypeIds);
        Assert.Equal(encoding.SpecialTokensMask, assembled.SpecialTokensMask);
        Assert.Equal(3, Tiny.NumSpecialTokensToAdd(pair: true));
        Assert.Equal(2, Tiny.NumSpecialTokensToAdd());
    }

    [Fact]
    public void The_empty_text_is_only_special_tokens() =>
        Assert.Equal([Tiny.ClsTokenId!.Value, Tiny.SepTokenId!.Value], Tiny.Encode("").Ids);

    [Fact]
    public void Offsets_count_utf16_units_bytes_and_code_points()
    {
        var encoding = Tiny.Encode("\U0001F600 good", addSpecialTokens: false);

        Assert.Equal(new TextSpan(3, 7), encoding.Offsets[^1]);
        Assert.Equal(new TextSpan(5, 9), encoding.ByteOffsets[^1]);
        Assert.Equal(new TextSpan(2, 6), encoding.CodePointOffsets[^1]);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_with_its_place()
    {
        var error = Assert.Throws<TokenizerException>(() => Tiny.Encode("ab\ud83dcd"));

        Assert.Contains("U+D83D", error.Message);
        Assert.Contains("position 2", error.Message);
    }

    [Fact]
    public void The_parts_that_tokens_play_are_known()
    {
        Assert.Equal(Tiny.TokenToId("[PAD]"), Tiny.PadTokenId);
        Assert.Equal(Tiny.TokenToId("[UNK]"), Tiny.UnkTokenId);
        Assert.Equal(Tiny.TokenToId("[MASK]"), Tiny.MaskTokenId);
        Assert.Null(Tiny.BosTokenId);
        Assert.Equal("[CLS]", Tiny.IdToToken(Tiny.ClsTokenId!.Value));
        Assert.Null(Tiny.IdToToken(Tiny.VocabSize));
    }

    [Fact]
    public void The_vocabulary_file_alone_gives_the_same_tokenizer()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Repository.File("models", "tiny-bert-en", "vocab.txt"), folder.At("vocab.txt"));

        var fromVocabulary = Tokenizer.Load(folder.Path);

        foreach (var text in new[] { "A good film!", "Ünïcode 中文 \t x", "[MASK] it", "" })
            Assert.Equal(Tiny.Encode(text).Ids, fromVocabulary.Encode(text).Ids);
    }

    [Fact]
    public void A_saved_tokenizer_loads_as_the_same()
    {
        using var folder = new TemporaryFolder();
        Tiny.Save(folder.Path);

        var loaded = Tokenizer.Load(folder.Path);

        Assert.Equal(Tiny.VocabSize, loaded.VocabSize);
        Assert.Equal(Tiny.PadTokenId, loaded.PadTokenId);
        Assert.Equal(Tiny.Encode("Some text, [MASK]!").Ids, loaded.Encode("Some text, [MASK]!").Ids);
        Assert.Equal(
            File.ReadAllText(Repository.File("models", "tiny-bert-en", "vocab.txt")), File.ReadAllText(folder.At("vocab.txt")));
    }

    [SkippableFact]
    public void The_slow_reference_tokenizer_agrees()
    {
        var folder = Repository.Shared("goldens", "tok_bert_uncased");
        var tokenizer = Tokenizer.Load(folder);
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));

        foreach (var encoding in expected.RootElement.GetProperty("encodings").EnumerateArray())
        {
            var text = encoding.GetProperty("text").GetString()!;
            var ids = encoding.GetProperty("input_ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
            Assert.Equal(ids, tokenizer.EncodeToIds(text));
            Assert.Equal(
                encoding.GetProperty("decoded_clean_skip_special").GetString(),
                tokenizer.Decode(ids, skipSpecialTokens: true, cleanUp: true));
        }
    }
}
