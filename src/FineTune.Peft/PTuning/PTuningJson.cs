using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>P-tuning's part of <c>adapter_config.json</c> (PEFT's <c>PromptEncoderConfig</c>).</summary>
internal static class PTuningJson
{
    public static PeftEntry Entry { get; } = new(
        "P_TUNING",
        typeof(PTuningConfig),
        (config, context) => new PTuningAdapter((PTuningConfig)config, context),
        (adapter, json) => Write((PTuningAdapter)adapter, json),
        Read)
    {
        LearningRates = LearningRateBand.PromptEncoder,
        Keys =
        [
            .. PromptLearningJson.Keys, "encoder_reparameterization_type", "encoder_hidden_size", "encoder_num_layers",
            "encoder_dropout",
        ],
        KeyOf = PromptLearningAdapter.KeyOf,
        IsIdentityAtFirst = false,
        CanMerge = false,
    };

    private static void Write(PTuningAdapter adapter, JsonObject json)
    {
        var config = (PTuningConfig)adapter.Config;
        PromptLearningJson.Write(adapter, json);
        json["encoder_reparameterization_type"] = config.EncoderReparameterizationType;
        json["encoder_hidden_size"] = config.EncoderHiddenSize ?? adapter.Sizes!.TokenDim;
        json["encoder_num_layers"] = config.EncoderNumLayers;
        json["encoder_dropout"] = config.EncoderDropout;
    }

    private static PTuningConfig Read(HfConfig json) => PromptLearningJson.Read(json, new PTuningConfig
    {
        EncoderReparameterizationType = json.GetString("encoder_reparameterization_type", PTuningConfig.Mlp),
        EncoderHiddenSize = json.GetIntOrNull("encoder_hidden_size"),
        EncoderNumLayers = json.GetInt("encoder_num_layers", 2),
        EncoderDropout = json.GetDouble("encoder_dropout", 0),
    });
}
