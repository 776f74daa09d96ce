using System.Text.Json.Nodes;

namespace FineTune.Generation;

/// <summary>One key of <c>generation_config.json</c>: how it is read and how it is written.</summary>
/// <param name="Name">As in the file.</param>
/// <param name="Kind">What its value has to be, in words.</param>
/// <param name="Read">Puts a value into a config; null if it is of another kind.</param>
/// <param name="Write">The value of a config.</param>
internal sealed record ConfigKey(
    string Name,
    string Kind,
    Func<GenerationConfig, JsonNode, GenerationConfig?> Read,
    Func<GenerationConfig, JsonNode?> Write)
{
    public static ConfigKey Whole(
        string name, Func<GenerationConfig, int?> get, Func<GenerationConfig, int, GenerationConfig> set) =>
        new(
            name,
            "a whole number",
            (config, node) => AsWhole(node) is { } value ? set(config, value) : null,
            config => get(config));

    public static ConfigKey Number(
        string name, Func<GenerationConfig, double?> get, Func<GenerationConfig, double, GenerationConfig> set) =>
        new(
            name,
            "a number",
            (config, node) => node is JsonValue v && v.TryGetValue(out double value) ? set(config, value) : null,
            config => get(config));

    public static ConfigKey Flag(
        string name, Func<GenerationConfig, bool> get, Func<GenerationConfig, bool, GenerationConfig> set) =>
        new(
            name,
            "true or false",
            (config, node) => node is JsonValue v && v.TryGetValue(out bool value) ? set(config, value) : null,
            config => get(config));

    /// <summary>A list of ids; one alone may stand without its list.</summary>
    public static ConfigKey Ids(
        string name,
        Func<GenerationConfig, IReadOnlyList<int>> get,
        Func<GenerationConfig, IReadOnlyList<int>, GenerationConfig> set) =>
        new(
            name,
            "a token id or a list of them",
            (config, node) => AsIds(node) is { } ids ? set(config, ids) : null,
            config => get(config) switch
            {
                [] => null,
                [var one] => one,
                var several => ToArray(several),
            });

    /// <summary>Lists of ids.</summary>
    public static ConfigKey IdRuns(
        string name,
        Func<GenerationConfig, IReadOnlyList<IReadOnlyList<int>>> get,
        Func<GenerationConfig, IReadOnlyList<IReadOnlyList<int>>, GenerationConfig> set) =>
        new(
            name,
            "a list of lists of token ids",
            (config, node) => node is JsonArray list && list.All(n => n is JsonArray && AsIds(n) is not null)
                ? set(config, [.. list.Select(n => AsIds(n!)!)])
                : null,
            config => get(config) is [] ? null : new JsonArray([.. get(config).Select(ToArray)]));

    /// <summary>A list of texts; one alone may stand without its list.</summary>
    public static ConfigKey Texts(
        string name,
        Func<GenerationConfig, IReadOnlyList<string>> get,
        Func<GenerationConfig, IReadOnlyList<string>, GenerationConfig> set) =>
        new(
            name,
            "a text or a list of texts",
            (config, node) => AsTexts(node) is { } texts ? set(config, texts) : null,
            config => get(config) is [] ? null : new JsonArray([.. get(config).Select(t => (JsonNode)t)]));

    private static int? AsWhole(JsonNode? node) => node is JsonValue v && v.TryGetValue(out int value) ? value : null;

    private static int[]? AsIds(JsonNode node)
    {
        int?[] ids = node is JsonArray list ? [.. list.Select(AsWhole)] : [AsWhole(node)];
        return Array.TrueForAll(ids, id => id is not null) ? Array.ConvertAll(ids, id => id!.Value) : null;
    }

    private static string[]? AsTexts(JsonNode node)
    {
        string?[] texts = node is JsonArray list ? [.. list.Select(AsText)] : [AsText(node)];
        return Array.TrueForAll(texts, t => t is not null) ? Array.ConvertAll(texts, t => t!) : null;
    }

    private static string? AsText(JsonNode? node) => node is JsonValue v && v.TryGetValue(out string? text) ? text : null;

    private static JsonArray ToArray(IReadOnlyList<int> ids) => new([.. ids.Select(id => (JsonNode)id)]);
}
