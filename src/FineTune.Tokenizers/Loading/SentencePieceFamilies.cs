using FineTune.Tokenizers.Decoders;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Normalizers;
using FineTune.Tokenizers.PostProcessors;
using FineTune.Tokenizers.PreTokenizers;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Loading;

/// <summary>Families over a SentencePiece model.</summary>
internal static class SentencePieceFamilies
{
    private const string Space = MetaspaceSettings.Space;

    /// <summary>What is taken where nothing names a family: only what the model file itself says.</summary>
    public static Family Generic { get; } = new("", "", RoleTokens.Of("<s>", "</s>", "<unk>"), AssembleGeneric);

    /// <summary>All of them, tried in this order.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        new(
            "LlamaTokenizer CodeLlamaTokenizer Phi3Tokenizer",
            "llama code_llama",
            RoleTokens.Of("<s>", "</s>", "<unk>"),
            Llama),
        new(
            "GemmaTokenizer",
            "gemma gemma2 gemma3 gemma3_text recurrent_gemma",
            RoleTokens.Of("<bos>", "<eos>", "<unk>", pad: "<pad>", mask: "<mask>"),
            Gemma),
        new("T5Tokenizer", "t5 mt5 umt5 switch_transformers", RoleTokens.Of(null, "</s>", "<unk>", pad: "<pad>"), T5),
        new(
            "XLMRobertaTokenizer",
            "xlm-roberta xlm-roberta-xl xmod",
            RoleTokens.Of("<s>", "</s>", "<unk>", "</s>", "<pad>", "<s>", "<mask>"),
            XlmRoberta),
        new(
            "AlbertTokenizer",
            "albert",
            RoleTokens.Of("[CLS]", "[SEP]", "<unk>", "[SEP]", "<pad>", "[CLS]", "[MASK]"),
            Albert),
        new(
            "DebertaV2Tokenizer",
            "deberta-v2",
            RoleTokens.Of("[CLS]", "[SEP]", "[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]"),
            DebertaV2),
        Generic,
    ];

    private static TokenizerParts Llama(VocabularySource source, TokenizerConfig config)
    {
        var addsSpace = config.AddPrefixSpace ?? true;
        var scheme = !addsSpace ? PrependScheme.Never : config.Legacy ? PrependScheme.Always : PrependScheme.First;
        return new TokenizerParts
        {
            PreTokenizer = new MetaspacePreTokenizer(new MetaspaceSettings(Space, scheme, Split: false)),
            Model = Bpe(source, null),
            PostProcessor = BosAndEos.For(config, "<s>", "</s>"),
            Decoder = new DecoderSequence(addsSpace ? [.. SpacesAndBytes(), new StripDecoder(" ", 1, 0)] : SpacesAndBytes()),
        };
    }

    private static TokenizerParts Gemma(VocabularySource source, TokenizerConfig config) => new()
    {
        Normalizer = new ReplaceNormalizer(PatternJson.OfString(" "), Space),
        PreTokenizer = new SplitPreTokenizer(PatternJson.OfString(" "), SplitBehavior.MergedWithPrevious, invert: false),
        Model = Bpe(source, config.Roles.Unk?.Content ?? "<unk>"),
        PostProcessor = BosAndEos.For(config, "<bos>", "<eos>"),
        Decoder = new DecoderSequence(SpacesAndBytes()),
    };

    private static TokenizerParts T5(VocabularySource source, TokenizerConfig config)
    {
        var sentinels = Enumerable.Range(0, config.ExtraIds).Reverse().Select(i => $"<extra_id_{i}>").ToArray();
        var pieces = Pieces(source).Concat(sentinels.Select(token => (token, 0.0)));
        var model = Unigram(pieces, unkId: 2);
        return new TokenizerParts
        {
            Normalizer = CharsMap(source),
            PreTokenizer = Words(PrependScheme.Always),
            Model = model,
            PostProcessor = TemplateProcessing.Of("$A:0 </s>:0", "$A:0 </s>:0 $B:0 </s>:0"),
            Decoder = new MetaspaceDecoder(new MetaspaceSettings(Space, PrependScheme.Always, Split: true)),
            AddedTokens = [.. sentinels.Select(token => new AddedToken { Content = token, Special = true })],
        };
    }

    private static TokenizerParts XlmRoberta(VocabularySource source, TokenizerConfig config)
    {
        var roles = config.Roles;
        var (bos, eos) = (roles.Bos?.Content ?? "<s>", roles.Eos?.Content ?? "</s>");
        // The model was trained with fairseq, whose first four ids differ from SentencePiece's first three.
        var pieces = new[] { bos, roles.Pad?.Content ?? "<pad>", eos, roles.Unk?.Content ?? "<unk>" }
            .Select(token => (token, 0.0)).Concat(Pieces(source).Skip(3)).Append((roles.Mask?.Content ?? "<mask>", 0.0));
        var model = Unigram(pieces, unkId: 3);
        var scheme = config.AddPrefixSpace ?? true ? PrependScheme.Always : PrependScheme.Never;
        return new TokenizerParts
        {
            Normalizer = CharsMap(source),
            PreTokenizer = Words(scheme),
            Model = model,
            PostProcessor = TemplateProcessing.Of(
                $"{bos}:0 $A:0 {eos}:0", $"{bos}:0 $A:0 {eos}:0 {eos}:0 $B:0 {eos}:0"),
            Decoder = new MetaspaceDecoder(new MetaspaceSettings(Space, scheme, Split: true)),
        };
    }

    private static TokenizerParts Albert(VocabularySource source, TokenizerConfig config)
    {
        var model = Unigram(Pieces(source), unkId: 1);
        INormalizer Spaces() => new ReplaceNormalizer(PatternJson.OfRegex(" {2,}"), " ");
        return new TokenizerParts
        {
            Normalizer = new NormalizerSequence(
            [
                new ReplaceNormalizer(PatternJson.OfString("``"), "\""),
                new ReplaceNormalizer(PatternJson.OfString("''"), "\""),
                new UnicodeFormNormalizer(compatible: true, composed: false),
                new StripAccentsNormalizer(),
                new LowercaseNormalizer(),
                Spaces(),
            ]),
            PreTokenizer = Words(PrependScheme.Always),
            Model = model,
            PostProcessor = ClsAndSep("[CLS]", "[SEP]"),
            Decoder = new MetaspaceDecoder(new MetaspaceSettings(Space, PrependScheme.Always, Split: true)),
        };
    }

    private static TokenizerParts DebertaV2(VocabularySource source, TokenizerConfig config)
    {
        var model = Unigram(Pieces(source), source.Vocabulary.Find(config.Roles.Unk?.Content ?? "[UNK]") ?? 0);
        var settings = new MetaspaceSettings(
            Space, config.AddPrefixSpace ?? true ? PrependScheme.Always : PrependScheme.First, Split: true);
        List<INormalizer> normalizers = config.DoLowerCase ?? false ? [new LowercaseNormalizer()] : [];
        normalizers.Add(new ReplaceNormalizer(PatternJson.OfRegex(@"\s{2,}|[\n\r\t]"), " "));
        normalizers.Add(new UnicodeFormNormalizer(compatible: false, composed: true));
        normalizers.Add(new StripNormalizer(stripLeft: false, stripRight: true));
        List<IPreTokenizer> preTokenizers = config.SplitByPunct ? [new PunctuationPreTokenizer(SplitBehavior.Isolated)] : [];
        preTokenizers.Add(new MetaspacePreTokenizer(settings));
        return new TokenizerParts
        {
            Normalizer = new NormalizerSequence(normalizers),
            PreTokenizer = new PreTokenizerSequence(preTokenizers),
            Model = model,
            PostProcessor = ClsAndSep(config.Roles.Cls?.Content ?? "[CLS]", config.Roles.Sep?.Content ?? "[SEP]"),
            Decoder = new MetaspaceDecoder(settings),
        };
    }

    private static TokenizerParts AssembleGeneric(VocabularySource source, TokenizerConfig config)
    {
        var proto = source.SentencePiece!;
        INormalizer spaces = new ReplaceNormalizer(PatternJson.OfString(" "), Space);
        return new TokenizerParts
        {
            Normalizer = new NormalizerSequence(CharsMap(source) is { } map ? [map, spaces] : [spaces]),
            Model = proto.ModelType == SentencePieceModel.Algorithm.Bpe
                ? Bpe(source, proto.UnkPiece)
                : new UnigramModel(source.Vocabulary, [.. proto.Pieces.Select(p => p.Score)], proto.UnkId, proto.ByteFallback),
            PostProcessor = BosAndEos.For(config, proto.BosPiece, proto.EosPiece),
            Decoder = new DecoderSequence(
                proto.ByteFallback ? SpacesAndBytes() : [new ReplaceDecoder(PatternJson.OfString(Space), " ")]),
        };
    }

    private static BpeModel Bpe(VocabularySource source, string? unkToken) => new(
        source.Vocabulary,
        source.Merges,
        new BpeSettings
        {
            UnkToken = unkToken,
            FuseUnk = true,
            ByteFallback = source.SentencePiece?.ByteFallback ?? true,
        });

    private static UnigramModel Unigram(IEnumerable<(string Text, double Score)> pieces, int unkId)
    {
        var vocabulary = new Vocabulary();
        List<double> scores = [];
        foreach (var (text, score) in pieces)
        {
            vocabulary.Add(text, scores.Count);
            scores.Add(score);
        }
        vocabulary.Freeze(keepRepeated: true);
        return new UnigramModel(vocabulary, [.. scores], unkId, byteFallback: false);
    }

    private static IEnumerable<(string Text, double Score)> Pieces(VocabularySource source) =>
        source.SentencePiece!.Pieces.Select(p => (p.Text, p.Score));

    private static PrecompiledNormalizer? CharsMap(VocabularySource source) =>
        source.SentencePiece is { CharsMap.Length: > 0 } proto && PrecompiledCharsMap.TryParse(proto.CharsMap, out var map)
            ? new PrecompiledNormalizer(map)
            : null;

    private static PreTokenizerSequence Words(PrependScheme scheme) => new(
        [new WhitespaceSplitPreTokenizer(), new MetaspacePreTokenizer(new MetaspaceSettings(Space, scheme, Split: true))]);

    private static TemplateProcessing ClsAndSep(string cls, string sep) =>
        TemplateProcessing.Of($"{cls}:0 $A:0 {sep}:0", $"{cls}:0 $A:0 {sep}:0 $B:1 {sep}:1");

    private static IReadOnlyList<IDecoder> SpacesAndBytes() =>
        [new ReplaceDecoder(PatternJson.OfString(Space), " "), new ByteFallbackDecoder(), new FuseDecoder()];
}
