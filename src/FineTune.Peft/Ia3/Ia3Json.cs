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
        LayerKeys = [[Ia3Linear.Key]],
        LearningRates = LearningRateBand.Vectors,
        Keys = [.. TargetedJson.Keys, FeedForwardKey, InitKey],
    };

    private static void Write(Ia3Adapter adapter, JsonObject json) => Write(
        (Ia3Config)adapter.Config with { FeedforwardModules = adapter.FeedForward },
        adapter.SavedTargets,
        adapter.FanInFanOut,
        json);

    /// <summary>Writes settings.</summary>
    /// <param name="config">The settings, with the targets that are scaled by their input.</param>
    /// <param name="targets">Its targets as a folder states them.</param>
    /// <param name="fanInFanOut">Whether some adapted weight is stored as <c>[in, out]</c>.</param>
    /// <param name="json">Where to.</param>
    public static void Write(Ia3Config config, TargetModules targets, bool fanInFanOut, JsonObject json)
    {
        TargetedJson.Write(config, targets, json);
        json[TargetedJson.FanInFanOut] = fanInFanOut;
        json[FeedForwardKey] = AdapterConfigFile.Targets(config.FeedforwardModules!);
        json[InitKey] = config.InitWeights;
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
