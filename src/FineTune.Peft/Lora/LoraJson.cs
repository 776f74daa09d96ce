using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>LoRA's part of <c>adapter_config.json</c> (PEFT's <c>LoraConfig</c>).</summary>
internal static class LoraJson
{
    private static readonly string[] Unsupported =
    [
        "use_dora", "bias", "layers_to_transform",
        "layer_replication", "lora_bias", "target_parameters", "trainable_token_indices", "use_qalora",
        "alora_invocation_tokens", "use_bdlora",
    ];

    // Every other way to begin takes the first adapter out of the base weights, which this base model still has.
    private static readonly string[] HarmlessBeginnings = ["gaussian", "eva", "orthogonal"];

    public static PeftEntry Entry { get; } = new(
        "LORA",
        typeof(LoraConfig),
        (config, context) => new LoraAdapter((LoraConfig)config, context),
        (adapter, json) => Write((LoraAdapter)adapter, json),
        Read);

    private static void Write(LoraAdapter adapter, JsonObject json)
    {
        var config = (LoraConfig)adapter.Config;
        json["r"] = config.Rank;
        json["lora_alpha"] = Number(config.Alpha);
        json["lora_dropout"] = config.Dropout;
        json["target_modules"] = AdapterConfigFile.Targets(adapter.SavedTargets);
        json["exclude_modules"] = config.ExcludeModules is { } excluded ? AdapterConfigFile.Targets(excluded) : null;
        json["use_rslora"] = config.UseRslora;
        json["use_dora"] = false;
        json["bias"] = "none";
        json["fan_in_fan_out"] = adapter.FanInFanOut;
        json["init_lora_weights"] = true;
        json["rank_pattern"] = Table(config.RankPattern, rank => rank);
        json["alpha_pattern"] = Table(config.AlphaPattern, Number);
        json["layers_to_transform"] = null;
        json["layers_pattern"] = null;
        json["layer_replication"] = null;
        json["loftq_config"] = new JsonObject();
        json["megatron_config"] = null;
        json["megatron_core"] = "megatron.core";
    }

    private static LoraConfig Read(HfConfig json)
    {
        AdapterConfigFile.Refuse(
            json, [.. Unsupported.Where(key => AdapterConfigFile.IsSet(json, key)), .. BaseChanges(json)]);
        return new LoraConfig
        {
            Rank = json.GetInt("r", 8),
            Alpha = json.GetDouble("lora_alpha", 8),
            Dropout = json.GetDouble("lora_dropout", 0),
            TargetModules = AdapterConfigFile.Targets(json, "target_modules"),
            ExcludeModules = AdapterConfigFile.Targets(json, "exclude_modules"),
            UseRslora = json.GetBool("use_rslora", false),
            RankPattern = Table(json.Section("rank_pattern"), (section, key) => section.GetInt(key)),
            AlphaPattern = Table(json.Section("alpha_pattern"), (section, key) => section.GetDouble(key)),
            ModulesToSave = json.GetStrings("modules_to_save"),
        };
    }

    private static string[] BaseChanges(HfConfig json)
    {
        const string Key = "init_lora_weights";
        return json[Key] is JsonValue value && value.TryGetValue(out string? name) && !HarmlessBeginnings.Contains(name)
            ? [Key]
            : [];
    }

    private static JsonObject Table<T>(IReadOnlyDictionary<string, T>? values, Func<T, JsonNode> write) =>
        new((values ?? new Dictionary<string, T>()).Select(v => KeyValuePair.Create(v.Key, (JsonNode?)write(v.Value))));

    private static Dictionary<string, T>? Table<T>(HfConfig? section, Func<HfConfig, string, T> read) =>
        section is null || !section.Keys.Any() ? null : section.Keys.ToDictionary(key => key, key => read(section, key));

    // PEFT declares lora_alpha as an integer; a whole number is written as one.
    private static JsonNode Number(double value) => value == Math.Floor(value) ? (long)value : value;
}
