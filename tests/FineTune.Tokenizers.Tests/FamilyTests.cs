using FineTune.Tokenizers.Tests.Parity;

namespace FineTune.Tokenizers.Tests;

/// <summary>Tokenizers without <c>tokenizer.json</c>.</summary>
public sealed class FamilyTests
{
    private static readonly string[] Lines = Corpus.Lines(1_000);

    [SkippableTheory]
    [InlineData("gpt2", """{"tokenizer_class": "GPT2Tokenizer"}""")]
    [InlineData("roberta-base", """{"tokenizer_class": "RobertaTokenizer", "mask_token": {"content": "<mask>", "lstrip": true}}""")]
    public void Vocabulary_and_merges_give_what_the_whole_file_gives(string name, string config)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "vocab.json", "merges.txt" })
            File.Copy(Repository.Shared("tokenizers", name, file), folder.At(file));
        File.WriteAllText(folder.At("tokenizer_config.json"), config);

        AssertAlike(Tokenizer.FromFile(Repository.Shared("tokenizers", name, "tokenizer.json")), Tokenizer.Load(folder.Path));
    }

    [SkippableFact]
    public void Bert_is_told_by_its_vocabulary()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Repository.Shared("tokenizers", "bert-uncased", "vocab.txt"), folder.At("vocab.txt"));

        AssertAlike(Tokenizer.Load(Repository.Shared("tokenizers", "bert-uncased")), Tokenizer.Load(folder.Path));
    }

    [Fact]
    public void The_config_decides_about_case_accents_and_special_tokens()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("vocab.txt"), "[UNK]\n<c>\n[SEP]\nÉtude\netude\n");
        File.WriteAllText(folder.At("tokenizer_config.json"), """{"do_lower_case": false, "strip_accents": false}""");
        File.WriteAllText(folder.At("special_tokens_map.json"), """{"cls_token": {"content": "<c>"}, "sep_token": "<new>"}""");
        var tokenizer = Tokenizer.Load(folder.Path);

        // A special token that the vocabulary lacks gets the next free id, around texts too.
        Assert.Equal(["<c>", "Étude", "<new>"], tokenizer.Encode("Étude").Tokens);
        Assert.Equal([1, 3, 5], tokenizer.EncodeToIds("Étude"));
        Assert.Equal(5, tokenizer.SepTokenId);
    }

    [Fact]
    public void The_config_decides_about_begin_and_end_tokens_even_beside_a_whole_file()
    {
        using var folder = new TemporaryFolder();
        ZooEntry.Named("bpe-bytes").Open().Save(folder.Path);
        var bare = Tokenizer.Load(folder.Path).EncodeToIds("good");
        File.WriteAllText(
            folder.At("tokenizer_config.json"),
            """{"bos_token": "<s>", "eos_token": "</s>", "add_bos_token": true, "add_eos_token": true}""");

        Assert.Equal([1, .. bare, 2], Tokenizer.Load(folder.Path).EncodeToIds("good"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_sentencepiece_model_is_read_without_further_files(byte modelType)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("tokenizer.model"), SentencePieceBytes.Small(modelType));
        var tokenizer = Tokenizer.Load(folder.Path);

        Assert.Equal(["ab", "\u2581ab", "b"], tokenizer.Encode("ab abb", addSpecialTokens: false).Tokens);
        Assert.Equal("ab abb", tokenizer.Decode(tokenizer.EncodeToIds("ab abb"), skipSpecialTokens: true));
        Assert.Equal(tokenizer.TokenToId("<unk>"), tokenizer.EncodeToIds("é", addSpecialTokens: false).Single());
    }

    [Fact]
    public void A_rank_file_merges_by_rank()
    {
        using var folder = new TemporaryFolder();
        var bytes = Enumerable.Range(0, 256).Select(b => $"{Convert.ToBase64String([(byte)b])} {b}");
        var longer = new[] { "bc", "ab", "abc", " a" }.Select((t, i) => $"{Convert.ToBase64String(TextEncoding.UTF8.GetBytes(t))} {256 + i}");
        File.WriteAllLines(folder.At("small.tiktoken"), [.. bytes, .. longer]);
        var tokenizer = Tokenizer.Load(folder.Path);

        Assert.Equal([258], tokenizer.EncodeToIds("abc"));
        // 'bc' comes first, then 'abc' before ' a'.
        Assert.Equal([' ', 258, 'd'], tokenizer.EncodeToIds(" abcd"));
        Assert.Equal("한 abcd", tokenizer.Decode(tokenizer.EncodeToIds("한 abcd")));
    }

    private static void AssertAlike(Tokenizer expected, Tokenizer actual)
    {
        foreach (var line in Lines)
        {
            var (a, b) = (expected.Encode(line, "pair"), actual.Encode(line, "pair"));
            Assert.Equal(a.Ids, b.Ids);
            Assert.Equal(a.Offsets, b.Offsets);
            Assert.Equal(expected.Decode(a.Ids, true, false), actual.Decode(a.Ids, true, false));
        }
    }
}
