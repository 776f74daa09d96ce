using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>Tokens that are trained, in <c>adapter_config.json</c>.</summary>
internal static class TokenIndicesJson
{
    /// <summary>PEFT's key of them.</summary>
    public const string Key = "trainable_token_indices";

    /// <summary>A choice of tokens as JSON: a list, or a table of lists.</summary>
    public static JsonNode Write(TokenIndices tokens) => tokens.Ids is { } ids
        ? Array(ids)
        : new JsonObject(tokens.ByModule!.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Array(m.Value))));

    /// <summary>A choice of tokens from JSON; null for none.</summary>
    public static TokenIndices? Read(HfConfig json) => json[Key] switch
    {
        null => null,
        JsonObject when json.Section(Key) is { } section =>
            TokenIndices.Table(section.Keys.ToDictionary(name => name, name => Ids(section, name)!)),
        _ => TokenIndices.List(Ids(json, Key)!),
    };

    /// <summary>A list of ids from JSON; null for none.</summary>
    public static IReadOnlyList<int>? Ids(HfConfig json, string key) => json[key] switch
    {
        null => null,
        JsonArray list when list.All(id => id is JsonValue value && value.TryGetValue(out int _)) =>
            [.. list.Select(id => id!.GetValue<int>())],
        _ => throw PeftException.BadConfig(json.File, $"{key} is not a list of token ids"),
    };

    /// <summary>A list of ids as JSON.</summary>
    public static JsonArray Array(IEnumerable<int> ids) => [.. ids.Select(id => JsonValue.Create(id))];
}
