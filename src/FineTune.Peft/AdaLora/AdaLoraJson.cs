using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>AdaLoRA's part of <c>adapter_config.json</c> (PEFT's <c>AdaLoraConfig</c>).</summary>
internal static class AdaLoraJson
{
    private const string KeptKey = "rank_pattern";

    public static PeftEntry Entry { get; } = new(
        "ADALORA",
        typeof(AdaLoraConfig),
        (config, context) => new AdaLoraAdapter((AdaLoraConfig)config, context),
        (adapter, json) => Write((AdaLoraAdapter)adapter, json),
        Read)
    {
        Title = "AdaLoRA",
        LearningRates = LearningRateBand.LowRank with { Usual = 1e-3 },
        Keys =
        [
            .. LoraJson.Entry.Keys, "target_r", "init_r", "tinit", "tfinal", "deltaT", "beta1", "beta2", "orth_reg_weight",
            "total_step",
        ],
    };

    private static void Write(AdaLoraAdapter adapter, JsonObject json)
    {
        var config = (AdaLoraConfig)adapter.Config;
        TargetedJson.Write(adapter, json);
        json["target_r"] = config.TargetRank;
        json["init_r"] = config.InitialRank;
        json["tinit"] = config.InitialSteps;
        json["tfinal"] = config.FinalSteps;
        json["deltaT"] = config.AllocationInterval;
        json["beta1"] = config.Beta1;
        json["beta2"] = config.Beta2;
        json["orth_reg_weight"] = config.OrthogonalWeight;
        // PEFT loads no adapter without it.
        json["total_step"] = adapter.TotalSteps ?? config.TotalSteps ?? config.InitialSteps + config.FinalSteps + 1;
        json["lora_alpha"] = TargetedJson.Number(config.Alpha);
        json["lora_dropout"] = config.Dropout;
        json["bias"] = config.Bias;
        json[TargetedJson.FanInFanOut] = adapter.FanInFanOut;
        json["init_lora_weights"] = true;
        json[KeptKey] = adapter.Kept is { } kept
            ? TargetedJson.Table(kept, flags => new JsonArray([.. flags.Select(f => JsonValue.Create(f))]))
            : null;
    }

    private static AdaLoraConfig Read(HfConfig json)
    {
        LoraJson.RefuseUnsupported(json, TokenIndicesJson.Key, "lora_bias", "loftq_config");
        return new AdaLoraConfig
        {
            TargetRank = json.GetInt("target_r", 8),
            InitialRank = json.GetInt("init_r", 12),
            InitialSteps = json.GetInt("tinit", 0),
            FinalSteps = json.GetInt("tfinal", 0),
            AllocationInterval = json.GetInt("deltaT", 1),
            Beta1 = json.GetDouble("beta1", 0.85),
            Beta2 = json.GetDouble("beta2", 0.85),
            OrthogonalWeight = json.GetDouble("orth_reg_weight", 0.5),
            TotalSteps = json.GetIntOrNull("total_step"),
            Alpha = json.GetDouble("lora_alpha", 8),
            Dropout = json.GetDouble("lora_dropout", 0),
            Bias = json.GetString("bias", LoraConfig.NoBias),
            Kept = TargetedJson.Table(json, KeptKey, Flags),
            TargetModules = AdapterConfigFile.Targets(json, TargetedJson.TargetModules),
            ExcludeModules = AdapterConfigFile.Targets(json, TargetedJson.ExcludeModules),
            LayersToTransform = TargetedJson.Blocks(json),
            LayersPattern = TargetedJson.Lists(json),
            ModulesToSave = json.GetStrings(TargetedJson.ModulesToSave),
        };
    }

    private static IReadOnlyList<bool> Flags(HfConfig section, string key) =>
        section[key] is JsonArray list && list.All(f => f is JsonValue v && v.TryGetValue(out bool _))
            ? [.. list.Select(f => f!.GetValue<bool>())]
            : throw PeftException.BadConfig(section.File, $"{KeptKey}.{key} is not a list of true and false");
}
