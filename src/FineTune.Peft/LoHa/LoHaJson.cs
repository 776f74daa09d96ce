using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>LoHa's part of <c>adapter_config.json</c> (PEFT's <c>LoHaConfig</c>).</summary>
internal static class LoHaJson
{
    private const string InitKey = "init_weights";

    public static PeftEntry Entry { get; } = new(
        "LOHA",
        typeof(LoHaConfig),
        (config, context) => new LoHaAdapter((LoHaConfig)config, context),
        (adapter, json) =>
        {
            RankedJson.Write((LoHaAdapter)adapter, json);
            json[InitKey] = ((LoHaConfig)adapter.Config).InitWeights;
        },
        Read)
    {
        Title = "LoHa",
        LayerKeys = [LoHaLinear.Keys],
        UpdateOf = (config, layer) => LoHaLinear.UpdateOf((LoHaConfig)config, layer),
        LearningRates = LearningRateBand.LowRank with { Usual = 5e-4 },
        Keys = RankedJson.Keys,
    };

    private static LoHaConfig Read(HfConfig json) =>
        RankedJson.Read(json, new LoHaConfig { InitWeights = json.GetBool(InitKey, true) });
}
