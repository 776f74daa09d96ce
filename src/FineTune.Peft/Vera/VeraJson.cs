using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>VeRA's part of <c>adapter_config.json</c> (PEFT's <c>VeraConfig</c>).</summary>
internal static class VeraJson
{
    public static PeftEntry Entry { get; } = new(
        "VERA",
        typeof(VeraConfig),
        (config, context) => new VeraAdapter((VeraConfig)config, context),
        (adapter, json) => Write((VeraAdapter)adapter, json),
        Read)
    {
        Title = "VeRA",
        LayerKeys = [["vera_lambda_b", "vera_lambda_d"]],
        LearningRates = LearningRateBand.Vectors,
        Keys =
        [
            .. TargetedJson.LayeredKeys, "r", "projection_prng_key", "save_projection", "vera_dropout", "d_initial", "bias",
            "init_weights",
        ],
    };

    private static void Write(VeraAdapter adapter, JsonObject json)
    {
        var config = (VeraConfig)adapter.Config;
        TargetedJson.Write(adapter, json);
        if (json.Remove(TargetedJson.ExcludeModules))
        {
            // PEFT's VeraConfig has no such key: what is left is named in full.
            json[TargetedJson.TargetModules] = AdapterConfigFile.Targets(TargetModules.List(adapter.AdaptedPaths));
        }
        json[TargetedJson.FanInFanOut] = adapter.FanInFanOut;
        json["r"] = config.Rank;
        json["projection_prng_key"] = config.ProjectionKey;
        json["save_projection"] = config.SaveProjection;
        json["vera_dropout"] = config.Dropout;
        json["d_initial"] = config.DInitial;
        json["bias"] = config.Bias;
        json["init_weights"] = config.InitWeights;
    }

    private static VeraConfig Read(HfConfig json) => new()
    {
        Rank = json.GetInt("r", 256),
        ProjectionKey = json.GetInt("projection_prng_key", 0),
        SaveProjection = json.GetBool("save_projection", true),
        Dropout = json.GetDouble("vera_dropout", 0),
        DInitial = json.GetDouble("d_initial", 0.1),
        Bias = json.GetString("bias", LoraConfig.NoBias),
        InitWeights = json.GetBool("init_weights", true),
        TargetModules = AdapterConfigFile.Targets(json, TargetedJson.TargetModules),
        ExcludeModules = AdapterConfigFile.Targets(json, TargetedJson.ExcludeModules),
        LayersToTransform = TargetedJson.Blocks(json),
        LayersPattern = TargetedJson.Lists(json),
        ModulesToSave = json.GetStrings(TargetedJson.ModulesToSave),
    };
}
