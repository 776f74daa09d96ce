using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>Bottleneck adapters' part of <c>adapter_config.json</c>. PEFT has no such method; the file holds
/// <c>attention_adapter</c> and <c>output_adapter</c> of each layer, each with <c>adapter_down</c> and
/// <c>adapter_up</c>, behind PEFT's prefix.</summary>
internal static class BottleneckJson
{
    public static PeftEntry Entry { get; } = new(
        "BOTTLENECK",
        typeof(BottleneckConfig),
        (config, context) => new BottleneckAdapter((BottleneckConfig)config, context),
        (adapter, json) => Write((BottleneckConfig)adapter.Config, json),
        Read)
    {
        LearningRates = LearningRateBand.Bottlenecks,
        Keys = ["placement", "reduction_factor", "non_linearity", "scaling", "dropout"],
        CanMerge = false,
    };

    private static void Write(BottleneckConfig config, JsonObject json)
    {
        json["placement"] = config.Placement;
        json["reduction_factor"] = config.Reduction;
        json["non_linearity"] = config.Activation;
        json["scaling"] = config.Scale;
        json["dropout"] = config.Dropout;
    }

    private static BottleneckConfig Read(HfConfig json) => new()
    {
        Placement = json.GetString("placement"),
        ReductionFactor = json.GetDouble("reduction_factor"),
        NonLinearity = json.GetString("non_linearity"),
        Scaling = json.GetDouble("scaling"),
        Dropout = json.GetDouble("dropout", 0),
        ModulesToSave = json.GetStrings("modules_to_save"),
    };
}
