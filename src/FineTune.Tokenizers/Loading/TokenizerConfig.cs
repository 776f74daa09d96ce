using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Loading;

/// <summary>What <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> say.</summary>
internal sealed record TokenizerConfig
{
    /// <summary>Which token plays which part.</summary>
    public RoleTokens Roles { get; init; } = new();

    /// <summary>The name of the reference's class, such as <c>BertTokenizer</c>.</summary>
    public string? TokenizerClass { get; init; }

    /// <summary>Whether decoding removes spaces before punctuation.</summary>
    public bool CleanUpTokenizationSpaces { get; init; }

    /// <summary>BERT: whether text is lowered.</summary>
    public bool DoLowerCase { get; init; } = true;

    /// <summary>BERT: whether accents are stripped; null means: where text is lowered.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>BERT: whether ideographs are set apart.</summary>
    public bool TokenizeChineseChars { get; init; } = true;

    /// <summary>Reads what there is in <paramref name="folder"/>; the map fills in what the config leaves open.</summary>
    public static TokenizerConfig Read(string folder, SideFiles files)
    {
        var config = ReadFile(folder, "tokenizer_config.json", files, ReadConfig) ?? new TokenizerConfig();
        var map = ReadFile(folder, "special_tokens_map.json", files, ReadRoles) ?? new RoleTokens();
        return config with { Roles = config.Roles.Or(map) };
    }

    private static T? ReadFile<T>(string folder, string name, SideFiles files, Func<JsonNode, T> read)
        where T : class =>
        files.Find(name) is { } content ? FileReading.Json(Path.Combine(folder, name), content, read) : null;

    private static TokenizerConfig ReadConfig(JsonNode json) => new()
    {
        Roles = ReadRoles(json),
        TokenizerClass = json.OptionalString("tokenizer_class"),
        CleanUpTokenizationSpaces = json.Bool("clean_up_tokenization_spaces", false),
        DoLowerCase = json.Bool("do_lower_case", true),
        StripAccents = json.OptionalBool("strip_accents"),
        TokenizeChineseChars = json.Bool("tokenize_chinese_chars", true),
    };

    private static RoleTokens ReadRoles(JsonNode json) => new()
    {
        Bos = ReadToken(json, "bos_token"),
        Eos = ReadToken(json, "eos_token"),
        Unk = ReadToken(json, "unk_token"),
        Sep = ReadToken(json, "sep_token"),
        Pad = ReadToken(json, "pad_token"),
        Cls = ReadToken(json, "cls_token"),
        Mask = ReadToken(json, "mask_token"),
    };

    /// <summary>A token is written as its text or as an object with its text and properties.</summary>
    private static string? ReadToken(JsonNode json, string name)
    {
        if (json.Find(name) is not { } token)
            return null;
        return token.Element.ValueKind == JsonValueKind.Object ? token.String("content") : token.AsString();
    }
}
