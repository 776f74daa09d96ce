using System.Globalization;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Loading;

/// <summary>
/// What <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c>, <c>added_tokens.json</c> and the model type in
/// <c>config.json</c> say.
/// </summary>
internal sealed record TokenizerConfig
{
    /// <summary>Which token plays which part.</summary>
    public RoleTokens Roles { get; init; } = new();

    /// <summary>The name of the reference's class without "Fast", such as <c>BertTokenizer</c>.</summary>
    public string? TokenizerClass { get; init; }

    /// <summary>The model type of <c>config.json</c>, such as <c>bert</c>.</summary>
    public string? ModelType { get; init; }

    /// <summary>Tokens added to the vocabulary, by ascending id.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>Special tokens that play none of the usual parts.</summary>
    public IReadOnlyList<AddedToken> ExtraSpecialTokens { get; init; } = [];

    /// <summary>Whether decoding removes spaces before punctuation.</summary>
    public bool CleanUpTokenizationSpaces { get; init; }

    /// <summary>Whether a text is given a space in front.</summary>
    public bool? AddPrefixSpace { get; init; }

    /// <summary>Whether texts begin with the token for that; null where it is not said.</summary>
    public bool? AddBosToken { get; init; }

    /// <summary>Whether texts end with the token for that; null where it is not said.</summary>
    public bool? AddEosToken { get; init; }

    /// <summary>Llama: whether every stretch between special tokens, and not the text only, is given a space in front.</summary>
    public bool Legacy { get; init; }

    /// <summary>Whether text is lowered; null where it is not said.</summary>
    public bool? DoLowerCase { get; init; }

    /// <summary>Whether accents are stripped; null: where text is lowered.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>ALBERT: whether accents are kept.</summary>
    public bool KeepAccents { get; init; }

    /// <summary>BERT: whether ideographs are set apart.</summary>
    public bool TokenizeChineseChars { get; init; } = true;

    /// <summary>DeBERTa: whether punctuation is set apart.</summary>
    public bool SplitByPunct { get; init; }

    /// <summary>T5: how many sentinel tokens follow the vocabulary.</summary>
    public int ExtraIds { get; init; } = 100;

    /// <summary>Reads what there is in <paramref name="folder"/>; the map fills in what the config leaves open.</summary>
    public static TokenizerConfig Read(string folder, SideFiles files)
    {
        var config = ReadFile(folder, "tokenizer_config.json", files, ReadConfig) ?? new TokenizerConfig();
        var map = ReadFile(folder, "special_tokens_map.json", files, ReadMap) ?? new TokenizerConfig();
        var added = ReadFile(folder, "added_tokens.json", files, ReadAddedTokens);
        return config with
        {
            Roles = config.Roles.Or(map.Roles),
            ExtraSpecialTokens = config.ExtraSpecialTokens.Count > 0 ? config.ExtraSpecialTokens : map.ExtraSpecialTokens,
            AddedTokens = config.AddedTokens.Count > 0 ? config.AddedTokens : added ?? [],
            ModelType = ReadModelType(folder),
        };
    }

    private static T? ReadFile<T>(string folder, string name, SideFiles files, Func<JsonNode, T> read)
        where T : class =>
        files.Find(name) is { } content ? FileReading.Json(Path.Combine(folder, name), content, read) : null;

    private static string? ReadModelType(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        return File.Exists(path)
            ? FileReading.Json(path, FileReading.Bytes(path), json => json.OptionalString("model_type"))
            : null;
    }

    private static TokenizerConfig ReadConfig(JsonNode json) => ReadMap(json) with
    {
        TokenizerClass = WithoutFast(json.OptionalString("tokenizer_class")),
        AddedTokens = json.Find("added_tokens_decoder") is { } added ? ReadAddedTokensDecoder(added) : [],
        CleanUpTokenizationSpaces = json.Bool("clean_up_tokenization_spaces", false),
        AddPrefixSpace = json.OptionalBool("add_prefix_space"),
        AddBosToken = json.OptionalBool("add_bos_token"),
        AddEosToken = json.OptionalBool("add_eos_token"),
        Legacy = json.Bool("legacy", false),
        DoLowerCase = json.OptionalBool("do_lower_case"),
        StripAccents = json.OptionalBool("strip_accents"),
        KeepAccents = json.Bool("keep_accents", false),
        TokenizeChineseChars = json.Bool("tokenize_chinese_chars", true),
        SplitByPunct = json.Bool("split_by_punct", false),
        ExtraIds = json.Int("extra_ids", 100),
    };

    private static TokenizerConfig ReadMap(JsonNode json) => new()
    {
        Roles = new RoleTokens
        {
            Bos = ReadToken(json, "bos_token"),
            Eos = ReadToken(json, "eos_token"),
            Unk = ReadToken(json, "unk_token"),
            Sep = ReadToken(json, "sep_token"),
            Pad = ReadToken(json, "pad_token"),
            Cls = ReadToken(json, "cls_token"),
            Mask = ReadToken(json, "mask_token"),
        },
        ExtraSpecialTokens = [.. ReadTokens(json, "additional_special_tokens"), .. ReadTokens(json, "extra_special_tokens")],
    };

    private static AddedToken? ReadToken(JsonNode json, string name) =>
        json.Find(name) is { } token ? AddedTokenJson.ReadSpecial(token) : null;

    /// <summary>A list of tokens; newer files also have an object from a part's name to its token.</summary>
    private static IEnumerable<AddedToken> ReadTokens(JsonNode json, string name)
    {
        if (json.Find(name) is not { } tokens)
            return [];
        return tokens.IsObject
            ? tokens.Members().Select(AddedTokenJson.ReadSpecial)
            : tokens.Items().Select(AddedTokenJson.ReadSpecial);
    }

    private static AddedToken[] ReadAddedTokensDecoder(JsonNode json) =>
    [
        .. json.Members().Select(member => (Id: IdOf(member), Token: AddedTokenJson.Read(member)))
            .OrderBy(entry => entry.Id).Select(entry => entry.Token),
    ];

    /// <summary>The older file: from token to id.</summary>
    private static AddedToken[] ReadAddedTokens(JsonNode json) =>
    [
        .. json.Members().OrderBy(member => member.AsInt()).Select(member => new AddedToken { Content = member.Name }),
    ];

    private static int IdOf(JsonNode member)
    {
        if (int.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return id;
        member.Report($"'{member.Name}' is not an id");
        return 0;
    }

    private static string? WithoutFast(string? name) =>
        name is not null && name.EndsWith("Fast", StringComparison.Ordinal) ? name[..^"Fast".Length] : name;
}
