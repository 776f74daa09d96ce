using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>(IA)³'s part of <c>adapter_config.json</c> (PEFT's <c>IA3Config</c>).</summary>
internal static class Ia3Json
{
    private const string FeedForwardKey = "feedforward_modules";
    private const string InitKey = "init_ia3_weights";

    public static PeftEntry Entry { get; } = new(
        "IA3",
        typeof(Ia3Config),
        (config, context) => new Ia3Adapter((Ia3Config)config, context),
        (adapter, json) => Write((Ia3Adapter)adapter, json),
        Read)
    {
        Title = "(IA)³",
        LearningRates = LearningRateBand.Vectors,
        Keys = [.. TargetedJson.Keys, FeedForwardKey, InitKey],
    };

    private static void Write(Ia3Adapter adapter, JsonObject json)
    {
        TargetedJson.Write(adapter, json);
        json[TargetedJson.FanInFanOut] = adapter.FanInFanOut;
        json[FeedForwardKey] = AdapterConfigFile.Targets(adapter.FeedForward);
        json[InitKey] = ((Ia3Config)adapter.Config).InitWeights;
    }

    private static Ia3Config Read(HfConfig json) => new()
    {
        TargetModules = AdapterConfigFile.Targets(json, TargetedJson.TargetModules),
        ExcludeModules = AdapterConfigFile.Targets(json, TargetedJson.ExcludeModules),
        FeedforwardModules = AdapterConfigFile.Targets(json, FeedForwardKey),
        InitWeights = json.GetBool(InitKey, true),
        ModulesToSave = json.GetStrings(TargetedJson.ModulesToSave),
    };
}
