using FineTune.Tokenizers.AddedTokens;

namespace FineTune.Tokenizers.Loading;

/// <summary>Finds out what a folder's tokenizer is written in, and reads it.</summary>
internal static class TokenizerFolder
{
    private static readonly string[] SentencePieceNames =
        ["tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "spm.model"];

    private static readonly string[] Recognised =
        ["tokenizer.json", "vocab.txt", "vocab.json with merges.txt", .. SentencePieceNames, "*.tiktoken"];

    /// <summary>Reads the tokenizer in <paramref name="folder"/>.</summary>
    public static TokenizerParts Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw TokenizerException.Missing(folder);
        var sideFiles = SideFiles.Read(folder);
        var config = TokenizerConfig.Read(folder, sideFiles);
        var json = Path.Combine(folder, "tokenizer.json");
        var parts = File.Exists(json)
            ? ReadJson(json, config)
            : WithIds(AddMissingTokens(ReadVocabulary(folder, config)));
        return parts with { SideFiles = sideFiles };
    }

    /// <summary>
    /// The tokenizer of the file. Where the config says whether texts begin and end with special tokens, that counts
    /// and not the file's post-processor, as in the reference.
    /// </summary>
    private static TokenizerParts ReadJson(string file, TokenizerConfig config)
    {
        var parts = AddMissingTokens(TokenizerJson.Read(file, FileReading.Bytes(file)) with { Config = config });
        return (config.AddBosToken ?? config.AddEosToken) is null
            ? parts
            : WithIds(parts with { PostProcessor = BosAndEos.For(config, bos: "", eos: "") });
    }

    private static TokenizerParts ReadVocabulary(string folder, TokenizerConfig config)
    {
        string? Find(string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;

        if (Find("vocab.txt") is { } lines)
            return ReadBert(lines, config);
        if (Find("vocab.json") is { } vocab && Find("merges.txt") is { } merges)
            return ReadVocabAndMerges(vocab, merges, config);
        if (SentencePieceNames.Select(Find).FirstOrDefault(path => path is not null) is { } model)
            return ReadModel(model, config);
        if (Directory.EnumerateFiles(folder, "*.tiktoken").Order(StringComparer.Ordinal).FirstOrDefault() is { } ranks)
            return ReadModel(ranks, config);
        throw TokenizerException.NothingToLoad(folder, Recognised);
    }

    private static TokenizerParts ReadBert(string file, TokenizerConfig config)
    {
        config = config with { Roles = config.Roles.Or(BertFamily.Roles) };
        return WithRoles(BertFamily.Assemble(VocabularyFiles.ReadLines(file), config), config);
    }

    private static TokenizerParts ReadVocabAndMerges(string vocab, string merges, TokenizerConfig config)
    {
        var vocabulary = VocabularyFiles.ReadJson(vocab);
        var source = new VocabularySource { Vocabulary = vocabulary, Merges = VocabularyFiles.ReadMerges(merges, vocabulary) };
        return Assemble(ByteLevelFamilies.All, ByteLevelFamilies.Gpt2, source, config);
    }

    /// <summary>A file named <c>tokenizer.model</c> is SentencePiece's or, in Llama 3's first release, a rank file.</summary>
    private static TokenizerParts ReadModel(string file, TokenizerConfig config)
    {
        var bytes = FileReading.Bytes(file);
        if (TiktokenFile.IsOne(bytes))
        {
            var parts = ByteLevelFamilies.FromRanks(TiktokenFile.Read(file, bytes), TiktokenFile.PatternFor(file));
            return WithRoles(parts, config);
        }
        var model = SentencePieceModel.TryRead(bytes)
            ?? throw TokenizerException.Invalid(file, ["this is neither a SentencePiece model nor a file of ranks"]);
        var source = SentencePieceFile.From(file, model);
        var assembled = Assemble(SentencePieceFamilies.All, SentencePieceFamilies.Generic, source, config);
        return assembled with { AddedTokens = [.. SentencePieceFile.AddedTokens(model), .. assembled.AddedTokens] };
    }

    private static TokenizerParts Assemble(
        IReadOnlyList<Family> families, Family fallback, VocabularySource source, TokenizerConfig config)
    {
        var family = families.FirstOrDefault(f => f.IsNamedBy(config)) ?? fallback;
        config = config with { Roles = config.Roles.Or(family.Roles) };
        return WithRoles(family.Assemble(source, config), config);
    }

    private static TokenizerParts WithRoles(TokenizerParts parts, TokenizerConfig config) => parts with
    {
        Config = config,
        AddedTokens = [.. parts.AddedTokens, .. config.AddedTokens, .. config.Roles.All],
    };

    /// <summary>Tells the post-processor the ids of its tokens, which are known once all tokens are there.</summary>
    private static TokenizerParts WithIds(TokenizerParts parts)
    {
        var added = new AddedVocabulary(parts.AddedTokens, parts.Model.Vocabulary, parts.Normalizer);
        return parts with
        {
            PostProcessor = parts.PostProcessor?.WithIds(
                token => added.TryGetId(token, out var id) ? id : parts.Model.Vocabulary.Find(token) ?? 0),
        };
    }

    /// <summary>
    /// Adds the tokens that the config names and nobody else has: their ids follow those of the vocabulary.
    /// </summary>
    private static TokenizerParts AddMissingTokens(TokenizerParts parts)
    {
        List<AddedToken> tokens = [];
        HashSet<string> known = [];
        foreach (var token in parts.AddedTokens.Concat(parts.Config.ExtraSpecialTokens.Where(IsUnknown)))
        {
            if (known.Add(token.Content))
                tokens.Add(token);
        }
        foreach (var token in parts.Config.AddedTokens.Concat(parts.Config.Roles.All).Where(IsUnknown))
        {
            if (known.Add(token.Content))
                tokens.Add(token);
        }
        return parts with { AddedTokens = tokens };

        bool IsUnknown(AddedToken token) => parts.Model.Vocabulary.Find(token.Content) is null;
    }
}
