using System.Text.Json;
using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>What the parts of <c>adapter_config.json</c> share of methods that act on chosen layers.</summary>
internal static class TargetedJson
{
    public const string TargetModules = "target_modules";
    public const string ExcludeModules = "exclude_modules";
    public const string LayersToTransform = "layers_to_transform";
    public const string LayersPattern = "layers_pattern";
    public const string ModulesToSave = "modules_to_save";
    public const string FanInFanOut = "fan_in_fan_out";

    /// <summary>The keys of all such methods.</summary>
    public static IReadOnlyList<string> Keys { get; } = [TargetModules, ExcludeModules, FanInFanOut];

    /// <summary>The keys of methods that can be confined to some blocks.</summary>
    public static IReadOnlyList<string> LayeredKeys { get; } = [.. Keys, LayersToTransform, LayersPattern];

    /// <summary>Writes which layers are adapted.</summary>
    public static void Write(TargetedAdapter adapter, JsonObject json) =>
        Write((TargetedConfig)adapter.Config, adapter.SavedTargets, json);

    /// <summary>Writes which layers are adapted.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="targets">Its targets as a folder states them.</param>
    /// <param name="json">Where to.</param>
    public static void Write(TargetedConfig config, TargetModules targets, JsonObject json)
    {
        json[TargetModules] = AdapterConfigFile.Targets(targets);
        // Not every PEFT knows the key.
        if (config.ExcludeModules is { } excluded)
        {
            json[ExcludeModules] = AdapterConfigFile.Targets(excluded);
        }
        if (config is LayeredConfig layered)
        {
            json[LayersToTransform] = Array(layered.LayersToTransform);
            json[LayersPattern] = Array(layered.LayersPattern);
        }
    }

    /// <summary>Numbers of blocks: one, a list of them, or null.</summary>
    public static IReadOnlyList<int>? Blocks(HfConfig json) => json[LayersToTransform] switch
    {
        JsonArray list => [.. list.Select(n => n!.GetValue<int>())],
        null => null,
        _ => [json.GetInt(LayersToTransform)],
    };

    /// <summary>Names of the lists of blocks: one, a list of them, or null.</summary>
    public static IReadOnlyList<string>? Lists(HfConfig json) =>
        json[LayersPattern]?.GetValueKind() != JsonValueKind.String ? json.GetStrings(LayersPattern)
        : json.GetString(LayersPattern) is { Length: > 0 } name ? [name]
        : null;

    /// <summary>Values by expression for the end of a path, as JSON.</summary>
    public static JsonObject Table<T>(IReadOnlyDictionary<string, T>? values, Func<T, JsonNode> write) =>
        new((values ?? new Dictionary<string, T>()).Select(v => KeyValuePair.Create(v.Key, (JsonNode?)write(v.Value))));

    /// <summary>Values by expression from JSON; null where there are none.</summary>
    public static Dictionary<string, T>? Table<T>(HfConfig json, string key, Func<HfConfig, string, T> read) =>
        json.Section(key) is { } section && section.Keys.Any()
            ? section.Keys.ToDictionary(name => name, name => read(section, name))
            : null;

    /// <summary>How an adapter begins, as JSON: true, false or a name.</summary>
    public static JsonNode Start(string name) => bool.TryParse(name, out var simple) ? simple : name;

    /// <summary>How an adapter begins, from JSON: true, false or a name in small letters; null where the file does not
    /// say.</summary>
    public static string? Start(HfConfig json, string key) => json[key] switch
    {
        JsonValue value when value.TryGetValue(out bool simple) => simple ? LoraStart.Default : LoraStart.Random,
        JsonValue value when value.TryGetValue(out string? name) => name.ToLowerInvariant(),
        _ => null,
    };

    /// <summary>A number that PEFT declares as an integer: a whole one is written as one.</summary>
    public static JsonNode Number(double value) => value == Math.Floor(value) ? (long)value : value;

    private static JsonArray? Array<T>(IReadOnlyList<T>? values) =>
        values is null ? null : [.. values.Select(v => JsonValue.Create(v))];
}
