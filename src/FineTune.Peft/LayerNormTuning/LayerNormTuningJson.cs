using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>Layer norm tuning's part of <c>adapter_config.json</c> (PEFT's <c>LNTuningConfig</c>).</summary>
internal static class LayerNormTuningJson
{
    private const string TargetModules = "target_modules";
    private const string ExcludeModules = "exclude_modules";

    public static PeftEntry Entry { get; } = new(
        "LN_TUNING",
        typeof(LayerNormTuningConfig),
        (config, context) => new LayerNormTuningAdapter((LayerNormTuningConfig)config, context),
        (adapter, json) => Write((LayerNormTuningAdapter)adapter, json),
        Read)
    {
        LearningRates = LearningRateBand.Norms,
        Keys = [TargetModules, ExcludeModules],
        KeyOf = LayerNormTuningAdapter.KeyOf,
    };

    private static void Write(LayerNormTuningAdapter adapter, JsonObject json)
    {
        json[TargetModules] = AdapterConfigFile.Targets(adapter.SavedTargets);
        json[ExcludeModules] = ((LayerNormTuningConfig)adapter.Config).ExcludeModules is { } excluded
            ? AdapterConfigFile.Targets(excluded)
            : null;
    }

    private static LayerNormTuningConfig Read(HfConfig json) => new()
    {
        TargetModules = AdapterConfigFile.Targets(json, TargetModules),
        ExcludeModules = AdapterConfigFile.Targets(json, ExcludeModules),
        ModulesToSave = json.GetStrings("modules_to_save"),
    };
}
