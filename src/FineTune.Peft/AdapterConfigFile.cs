using System.Text.Json;
using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary><c>adapter_config.json</c>: what all methods share of it (PEFT's <c>PeftConfigMixin</c>).</summary>
public static class AdapterConfigFile
{
    /// <summary>The file's name in an adapter folder.</summary>
    public const string FileName = "adapter_config.json";

    private static readonly string[] CommonKeys =
    [
        "auto_mapping", "base_model_name_or_path", "inference_mode", "megatron_core", TargetedJson.ModulesToSave, "peft_type",
        "peft_version", "revision", "task_type",
    ];

    /// <summary>The file's content for an adapter.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="baseModel">Path or hub name of the base model.</param>
    /// <param name="modulesToSave">Modules that the tensors file holds whole.</param>
    public static JsonObject Write(Adapter adapter, string baseModel, IReadOnlyList<string> modulesToSave)
    {
        var json = Common(adapter.Config.PeftType, adapter.TaskType, baseModel, revision: null, modulesToSave);
        PeftRegistry.For(adapter.Config).Write(adapter, json);
        return json;
    }

    /// <summary>What the files of all methods have.</summary>
    internal static JsonObject Common(
        string peftType, string taskType, string baseModel, string? revision, IReadOnlyList<string> modulesToSave) => new()
        {
            ["auto_mapping"] = null,
            ["base_model_name_or_path"] = baseModel,
            ["inference_mode"] = true,
            ["modules_to_save"] = modulesToSave.Count == 0 ? null : Strings(modulesToSave),
            ["peft_type"] = peftType,
            ["revision"] = revision,
            ["task_type"] = taskType,
        };

    /// <summary>The settings that a file holds.</summary>
    /// <exception cref="CheckpointException">A value is of the wrong type.</exception>
    /// <exception cref="PeftException">The method or a setting is not supported.</exception>
    public static PeftConfig Read(HfConfig json)
    {
        var type = json.GetString("peft_type");
        var entry = PeftRegistry.All.FirstOrDefault(e => e.PeftType == type)
            ?? throw PeftException.UnknownMethod(json.File, type, [.. PeftRegistry.All.Select(e => e.PeftType)]);
        return json.Bind(entry.Read) with { FromFile = true };
    }

    /// <summary>What the file's reader should know: settings that this version has never heard of and leaves aside.</summary>
    public static IReadOnlyList<string> Notices(HfConfig json)
    {
        var known = PeftRegistry.All.Single(e => e.PeftType == json.GetString("peft_type")).Keys.Concat(CommonKeys);
        var unknown = json.Keys.Except(known).Where(key => IsSet(json, key)).ToList();
        return unknown.Count == 0
            ? []
            : [$"{json.File} has settings that this version does not know and leaves aside: "
                + string.Join(", ", unknown.Select(key => $"{key} ({json[key]!.ToJsonString()})"))];
    }

    /// <summary>The method's own settings that are set, as JSON by key.</summary>
    internal static IReadOnlyDictionary<string, string> OwnSettings(HfConfig json) => json.Keys.Except(CommonKeys)
        .Where(key => IsSet(json, key))
        .Order(StringComparer.Ordinal)
        .ToDictionary(key => key, key => HfJson.Describe(json[key]));

    /// <summary>A choice of modules as JSON.</summary>
    internal static JsonNode Targets(TargetModules targets) => targets.Names is { } names ? Strings(names) : targets.Text!;

    /// <summary>A choice of modules from JSON: a list of names, one string, or null.</summary>
    internal static TargetModules? Targets(HfConfig json, string key)
    {
        if (json[key]?.GetValueKind() != JsonValueKind.String)
        {
            return json.GetStrings(key) is { } names ? TargetModules.List(names) : null;
        }
        try
        {
            return TargetModules.Parse(json.GetString(key));
        }
        catch (ArgumentException e)
        {
            throw PeftException.BadConfig(json.File, $"{key} is not a valid regular expression: {e.Message}");
        }
    }

    /// <summary>Refuses settings that would change the result and are not supported.</summary>
    /// <param name="json">The file.</param>
    /// <param name="keys">The keys of those that it has.</param>
    /// <exception cref="PeftException">There are some; all are named.</exception>
    internal static void Refuse(HfConfig json, IReadOnlyList<string> keys)
    {
        if (keys.Count > 0)
        {
            throw PeftException.Unsupported(json.File, [.. keys.Select(k => $"{k} is {json[k]!.ToJsonString()}")]);
        }
    }

    /// <summary>Whether a key has a value other than null, false, nothing or "none".</summary>
    internal static bool IsSet(HfConfig json, string key) => json[key] switch
    {
        null => false,
        JsonArray list => list.Count > 0,
        JsonObject map => map.Count > 0,
        var value => value.GetValueKind() != JsonValueKind.False
            && (value.GetValueKind() != JsonValueKind.String || value.GetValue<string>() != "none"),
    };

    private static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(v => (JsonNode)v)];
}
