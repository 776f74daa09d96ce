using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>LoKr's part of <c>adapter_config.json</c> (PEFT's <c>LoKrConfig</c>).</summary>
internal static class LoKrJson
{
    private const string InitKey = "init_weights";

    public static PeftEntry Entry { get; } = new(
        "LOKR",
        typeof(LoKrConfig),
        (config, context) => new LoKrAdapter((LoKrConfig)config, context),
        (adapter, json) => Write((LoKrAdapter)adapter, json),
        Read)
    {
        Title = "LoKr",
        LayerKeys = LoKrTensors.Keys,
        UpdateOf = (config, layer) => LoKrTensors.UpdateOf((LoKrConfig)config, layer),
        LearningRates = LearningRateBand.LowRank with { Usual = 1e-3 },
        Keys = [.. RankedJson.Keys, "decompose_both", "decompose_factor", "rank_dropout_scale"],
    };

    private static void Write(LoKrAdapter adapter, JsonObject json)
    {
        var config = (LoKrConfig)adapter.Config;
        RankedJson.Write(adapter, json);
        json["decompose_both"] = config.DecomposeBoth;
        json["decompose_factor"] = config.DecomposeFactor;
        json["rank_dropout_scale"] = config.RankDropoutScale;
        json[InitKey] = TargetedJson.Start(config.InitWeights);
    }

    private static LoKrConfig Read(HfConfig json) => RankedJson.Read(json, new LoKrConfig
    {
        DecomposeBoth = json.GetBool("decompose_both", false),
        DecomposeFactor = json.GetInt("decompose_factor", -1),
        RankDropoutScale = json.GetBool("rank_dropout_scale", false),
        InitWeights = TargetedJson.Start(json, InitKey) ?? LoraStart.Default,
    });
}
