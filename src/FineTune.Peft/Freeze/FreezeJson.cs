using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>Partial fine-tuning's part of <c>adapter_config.json</c>. PEFT has no such method; the file holds the trained
/// parameters under their own names, behind PEFT's prefix.</summary>
internal static class FreezeJson
{
    private const string Layers = "freeze_trainable_layers";
    private const string InLayers = "freeze_trainable_modules";
    private const string Extra = "freeze_extra_modules";

    public static PeftEntry Entry { get; } = new(
        "FREEZE",
        typeof(FreezeConfig),
        (config, context) => new FreezeAdapter((FreezeConfig)config, context),
        (adapter, json) => Write((FreezeConfig)adapter.Config, json),
        Read)
    {
        LearningRates = LearningRateBand.SomeWeights,
        Keys = [Layers, InLayers, Extra],
    };

    private static void Write(FreezeConfig config, JsonObject json)
    {
        json[Layers] = config.FreezeTrainableLayers;
        json[InLayers] = config.FreezeTrainableModules is { } inside ? AdapterConfigFile.Targets(inside) : null;
        json[Extra] = config.FreezeExtraModules is { } extra ? AdapterConfigFile.Targets(extra) : null;
    }

    private static FreezeConfig Read(HfConfig json) => new()
    {
        FreezeTrainableLayers = json.GetInt(Layers),
        FreezeTrainableModules = AdapterConfigFile.Targets(json, InLayers),
        FreezeExtraModules = AdapterConfigFile.Targets(json, Extra),
        ModulesToSave = json.GetStrings("modules_to_save"),
    };
}
