namespace FineTune.Peft;

/// <summary>BitFit's part of <c>adapter_config.json</c>. PEFT has no such method; the file holds the biases under their
/// own names, behind PEFT's prefix.</summary>
internal static class BitFitJson
{
    private const string TargetModules = "target_modules";

    public static PeftEntry Entry { get; } = new(
        "BITFIT",
        typeof(BitFitConfig),
        (config, context) => new BitFitAdapter((BitFitConfig)config, context),
        (adapter, json) => json[TargetModules] =
            ((BitFitConfig)adapter.Config).TargetModules is { } targets ? AdapterConfigFile.Targets(targets) : null,
        json => new BitFitConfig
        {
            TargetModules = AdapterConfigFile.Targets(json, TargetModules),
            ModulesToSave = json.GetStrings("modules_to_save"),
        })
    {
        LearningRates = LearningRateBand.Biases,
        Keys = [TargetModules],
        NeedsWhatSomeLack = true,
    };
}
