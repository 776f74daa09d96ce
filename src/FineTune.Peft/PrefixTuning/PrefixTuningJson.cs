using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>Prefix tuning's part of <c>adapter_config.json</c> (PEFT's <c>PrefixTuningConfig</c>).</summary>
internal static class PrefixTuningJson
{
    private const string InitWeights = "init_weights";

    public static PeftEntry Entry { get; } = new(
        "PREFIX_TUNING",
        typeof(PrefixTuningConfig),
        (config, context) => new PrefixTuningAdapter((PrefixTuningConfig)config, context),
        (adapter, json) => Write((PrefixTuningAdapter)adapter, json),
        Read)
    {
        LearningRates = LearningRateBand.Prefix,
        Keys = [.. PromptLearningJson.Keys, "encoder_hidden_size", "prefix_projection", InitWeights],
        KeyOf = PromptLearningAdapter.KeyOf,
        IsIdentityAtFirst = false,
        CanMerge = false,
    };

    private static void Write(PrefixTuningAdapter adapter, JsonObject json)
    {
        var config = (PrefixTuningConfig)adapter.Config;
        PromptLearningJson.Write(adapter, json);
        json["encoder_hidden_size"] = config.EncoderHiddenSize ?? adapter.Sizes!.TokenDim;
        json["prefix_projection"] = config.PrefixProjection;
        if (config.InitWeights is not null)
        {
            // Versions of PEFT before this key stop at it.
            json[InitWeights] = config.InitWeights;
        }
    }

    private static PrefixTuningConfig Read(HfConfig json) => PromptLearningJson.Read(json, new PrefixTuningConfig
    {
        PrefixProjection = json.GetBool("prefix_projection", false),
        EncoderHiddenSize = json.GetIntOrNull("encoder_hidden_size"),
        InitWeights = json.GetStringOrNull(InitWeights),
    });
}
