using FineTune.Tokenizers.Tests.Parity;

namespace FineTune.Tokenizers.Tests;

public sealed class BrokenFileTests
{
    private static readonly string[] Texts = ["", "Hello, wörld 12!", "한국어 中文 \U0001F600 <unk> a\u0301", new string('a', 40)];

    public static TheoryData<string> Tokenizers =>
    [
        "bpe-suffix", "bpe-bytes", "byte-level-prefix", "unigram-bytes", "unigram-first-true", "wordpiece-template",
        "words-ctc", "words-replace", "words-strip", "roberta-true-true", "added-tokens", "normalizer-order", "split-many",
        "split-fixed", "split-delimiter", "normalizer-replace", "bpe-prefix", "split-split-isolated-true",
    ];

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void A_file_broken_at_any_place_is_explained_or_works(string name)
    {
        var surprises = BrokenFiles.Of(ZooEntry.Named(name).Json)
            .Select(file => (file.Change, Surprise: Surprise(() => ZooEntry.Open(file.Json))))
            .Where(file => file.Surprise is not null);

        Assert.Empty(surprises);
    }

    [Theory]
    [InlineData("tokenizer_config.json")]
    [InlineData("special_tokens_map.json")]
    [InlineData("added_tokens.json")]
    [InlineData("config.json")]
    public void A_file_beside_it_broken_at_any_place_is_explained_or_works(string name)
    {
        var sound = name switch
        {
            "added_tokens.json" => """{"<new>": 2000}""",
            "config.json" => """{"model_type": "bert"}""",
            _ => """
                {
                  "tokenizer_class": "BertTokenizer", "do_lower_case": true, "add_bos_token": true, "legacy": false,
                  "bos_token": "<s>", "cls_token": {"content": "<s>", "lstrip": true}, "extra_ids": 3,
                  "added_tokens_decoder": {"3": {"content": "<pad>", "special": true}},
                  "additional_special_tokens": ["<a>", {"content": "<b>"}]
                }
                """,
        };
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("vocab.txt"), "[UNK]\n[CLS]\n[SEP]\n<s>\nhello\n##s\n");
        List<string> surprises = [];
        foreach (var (change, json) in BrokenFiles.Of(sound))
        {
            File.WriteAllText(folder.At(name), json);
            if (Surprise(() => Tokenizer.Load(folder.Path)) is { } surprise)
                surprises.Add($"{change}: {surprise}");
        }
        Assert.Empty(surprises);
    }

    /// <summary>What went wrong in a way that a user should never see.</summary>
    private static string? Surprise(Func<Tokenizer> open) => Record.Exception(() => Use(open())) switch
    {
        null or TokenizerException => null,
        var e => $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("FineTune"))}",
    };

    private static void Use(Tokenizer tokenizer)
    {
        foreach (var text in Texts)
        {
            tokenizer.Decode(tokenizer.Encode(text, text).Ids);
            tokenizer.CountTokens(text);
        }
    }
}
