using System.Text.Json.Nodes;

namespace FineTune.Peft;

/// <summary>The part of <c>adapter_config.json</c> of PEFT's <c>TrainableTokensConfig</c>.</summary>
internal static class TrainableTokensJson
{
    public static PeftEntry Entry { get; } = new(
        "TRAINABLE_TOKENS",
        typeof(TrainableTokensConfig),
        (config, context) => new TrainableTokensAdapter((TrainableTokensConfig)config, context),
        (adapter, json) => Write((TrainableTokensAdapter)adapter, json),
        json => new TrainableTokensConfig
        {
            TokenIndices = TokenIndicesJson.Ids(json, TrainableTokensConfig.IndicesKey) ?? [],
            TargetModules = AdapterConfigFile.Targets(json, TargetedJson.TargetModules),
            ModulesToSave = json.GetStrings(TargetedJson.ModulesToSave),
        })
    {
        Title = "training tokens",
        Keys = [TrainableTokensConfig.IndicesKey, TargetedJson.TargetModules, "init_weights"],
    };

    private static void Write(TrainableTokensAdapter adapter, JsonObject json)
    {
        var modules = adapter.Vectors.Select(v => v.Path[(v.Path.LastIndexOf('.') + 1)..]).Distinct().ToList();
        json[TrainableTokensConfig.IndicesKey] = TokenIndicesJson.Array(adapter.Vectors[0].Ids);
        json[TargetedJson.TargetModules] = AdapterConfigFile.Targets(TargetModules.List(modules));
        json["init_weights"] = true;
    }
}
