using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>What LoHa's and LoKr's parts of <c>adapter_config.json</c> share.</summary>
internal static class RankedJson
{
    public static IReadOnlyList<string> Keys { get; } =
    [
        .. TargetedJson.LayeredKeys, "r", "alpha", "rank_dropout", "module_dropout", "use_effective_conv2d", "rank_pattern",
        "alpha_pattern", "init_weights",
    ];

    public static void Write(TargetedAdapter adapter, JsonObject json)
    {
        var config = (RankedConfig)adapter.Config;
        TargetedJson.Write(adapter, json);
        json["r"] = config.Rank;
        json["alpha"] = TargetedJson.Number(config.Alpha);
        json["rank_dropout"] = config.RankDropout;
        json["module_dropout"] = config.ModuleDropout;
        json["use_effective_conv2d"] = config.UseEffectiveConv2d;
        json["rank_pattern"] = TargetedJson.Table(config.RankPattern, rank => rank);
        json["alpha_pattern"] = TargetedJson.Table(config.AlphaPattern, TargetedJson.Number);
    }

    /// <summary>Adds what the file says to a method's settings.</summary>
    public static T Read<T>(HfConfig json, T config)
        where T : RankedConfig => config with
        {
            Rank = json.GetInt("r", 8),
            Alpha = json.GetDouble("alpha", 8),
            RankDropout = json.GetDouble("rank_dropout", 0),
            ModuleDropout = json.GetDouble("module_dropout", 0),
            UseEffectiveConv2d = json.GetBool("use_effective_conv2d", false),
            RankPattern = TargetedJson.Table(json, "rank_pattern", (section, key) => section.GetInt(key)),
            AlphaPattern = TargetedJson.Table(json, "alpha_pattern", (section, key) => section.GetDouble(key)),
            TargetModules = AdapterConfigFile.Targets(json, TargetedJson.TargetModules),
            ExcludeModules = AdapterConfigFile.Targets(json, TargetedJson.ExcludeModules),
            LayersToTransform = TargetedJson.Blocks(json),
            LayersPattern = TargetedJson.Lists(json),
            ModulesToSave = json.GetStrings(TargetedJson.ModulesToSave),
        };
}
