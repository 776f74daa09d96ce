using FineTune.Tokenizers.Decoders;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Normalizers;
using FineTune.Tokenizers.PostProcessors;
using FineTune.Tokenizers.PreTokenizers;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Loading;

/// <summary>Families over <c>vocab.json</c> and <c>merges.txt</c>, and over rank files.</summary>
internal static class ByteLevelFamilies
{
    private const string EndOfText = "<|endoftext|>";

    private static readonly ByteLevelDecoder Decoder = new(new ByteLevelSettings(true, true, true));

    /// <summary>GPT-2 and what follows it; also what is taken where nothing names a family.</summary>
    public static Family Gpt2 { get; } = new(
        "GPT2Tokenizer CodeGenTokenizer GPTNeoXTokenizer",
        "gpt2 gpt_neo gpt_neox gptj codegen gpt_bigcode opt phi starcoder2 falcon",
        RoleTokens.Of(bos: EndOfText, eos: EndOfText, unk: EndOfText),
        (source, config) => new TokenizerParts
        {
            PreTokenizer = new ByteLevelPreTokenizer(Settings(config, useRegex: true)),
            Model = new BpeModel(source.Vocabulary, source.Merges, ByteLevelSettingsOf()),
            PostProcessor = BosAndEos.For(config, EndOfText, EndOfText),
            Decoder = Decoder,
        });

    /// <summary>All of them, tried in this order.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        new(
            "RobertaTokenizer BartTokenizer LongformerTokenizer LEDTokenizer MvpTokenizer LayoutLMv3Tokenizer",
            "roberta bart longformer led mvp ibert xlm-roberta-xl data2vec-text",
            RoleTokens.Of("<s>", "</s>", "<unk>", "</s>", "<pad>", "<s>", "<mask>"),
            Roberta),
        new(
            "CLIPTokenizer",
            "clip clipseg groupvit owlvit owlv2",
            RoleTokens.Of("<|startoftext|>", EndOfText, EndOfText, pad: EndOfText),
            Clip),
        new(
            "Qwen2Tokenizer Qwen3Tokenizer",
            "qwen2 qwen2_moe qwen2_vl qwen2_5_vl qwen3 qwen3_moe",
            RoleTokens.Of(eos: EndOfText, unk: EndOfText, pad: EndOfText),
            Qwen2),
        Gpt2,
    ];

    /// <summary>What a rank file becomes, the pattern aside like Llama 3.</summary>
    public static TokenizerParts FromRanks(VocabularySource source, string pattern) => new()
    {
        PreTokenizer = Splitting(pattern, new ByteLevelSettings(false, true, false)),
        Model = new BpeModel(source.Vocabulary, source.Merges, new BpeSettings { IgnoreMerges = true }),
        PostProcessor = new ByteLevelPostProcessor(new ByteLevelSettings(true, false, true)),
        Decoder = Decoder,
    };

    private static TokenizerParts Roberta(VocabularySource source, TokenizerConfig config)
    {
        var settings = Settings(config, useRegex: true);
        return new TokenizerParts
        {
            PreTokenizer = new ByteLevelPreTokenizer(settings),
            Model = new BpeModel(source.Vocabulary, source.Merges, ByteLevelSettingsOf()),
            PostProcessor = new RobertaProcessing(
                Special(config.Roles.Sep?.Content ?? "</s>"),
                Special(config.Roles.Cls?.Content ?? "<s>"),
                settings.TrimOffsets,
                settings.AddPrefixSpace),
            Decoder = Decoder,
        };
    }

    private static TokenizerParts Clip(VocabularySource source, TokenizerConfig config) => new()
    {
        Normalizer = new NormalizerSequence(
        [
            new UnicodeFormNormalizer(compatible: false, composed: true),
            new ReplaceNormalizer(PatternJson.OfRegex(@"\s+"), " "),
            new LowercaseNormalizer(),
        ]),
        PreTokenizer = new PreTokenizerSequence(
        [
            new SplitPreTokenizer(PatternJson.OfRegex(WordPatterns.Clip), SplitBehavior.Removed, invert: true),
            new ByteLevelPreTokenizer(new ByteLevelSettings(false, true, true)),
        ]),
        Model = new BpeModel(source.Vocabulary, source.Merges, new BpeSettings
        {
            UnkToken = config.Roles.Unk?.Content ?? EndOfText,
            ContinuingSubwordPrefix = "",
            EndOfWordSuffix = "</w>",
        }),
        PostProcessor = new RobertaProcessing(
            Special(config.Roles.Eos?.Content ?? EndOfText),
            Special(config.Roles.Bos?.Content ?? "<|startoftext|>"),
            trimOffsets: false,
            addPrefixSpace: false),
        Decoder = new DecoderSequence(
        [
            Decoder,
            new ReplaceDecoder(PatternJson.OfString("</w>"), " "),
            new StripDecoder(" ", int.MaxValue, int.MaxValue),
        ]),
    };

    private static TokenizerParts Qwen2(VocabularySource source, TokenizerConfig config) => new()
    {
        Normalizer = new UnicodeFormNormalizer(compatible: false, composed: true),
        PreTokenizer = Splitting(WordPatterns.Qwen2, Settings(config, useRegex: false)),
        Model = new BpeModel(source.Vocabulary, source.Merges, ByteLevelSettingsOf()),
        PostProcessor = BosAndEos.For(config, EndOfText, EndOfText),
        Decoder = Decoder,
    };

    private static BpeSettings ByteLevelSettingsOf() => new() { ContinuingSubwordPrefix = "", EndOfWordSuffix = "" };

    private static PreTokenizerSequence Splitting(string pattern, ByteLevelSettings settings) => new(
    [
        new SplitPreTokenizer(PatternJson.OfRegex(pattern), SplitBehavior.Isolated, invert: false),
        new ByteLevelPreTokenizer(settings),
    ]);

    private static ByteLevelSettings Settings(TokenizerConfig config, bool useRegex) =>
        new(config.AddPrefixSpace ?? false, TrimOffsets: true, useRegex);

    private static SpecialToken Special(string token) => new(token, Id: 0);
}
