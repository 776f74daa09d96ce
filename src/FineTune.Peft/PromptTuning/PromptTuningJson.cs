using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>Prompt tuning's part of <c>adapter_config.json</c> (PEFT's <c>PromptTuningConfig</c>).</summary>
internal static class PromptTuningJson
{
    public static PeftEntry Entry { get; } = new(
        "PROMPT_TUNING",
        typeof(PromptTuningConfig),
        (config, context) => new PromptTuningAdapter((PromptTuningConfig)config, context),
        (adapter, json) => Write((PromptTuningAdapter)adapter, json),
        Read)
    {
        LearningRates = LearningRateBand.Prompt,
        Keys =
        [
            .. PromptLearningJson.Keys, "prompt_tuning_init", "prompt_tuning_init_text", "tokenizer_name_or_path",
            "tokenizer_kwargs",
        ],
        KeyOf = PromptLearningAdapter.KeyOf,
        IsIdentityAtFirst = false,
        CanMerge = false,
    };

    private static void Write(PromptTuningAdapter adapter, JsonObject json)
    {
        var config = (PromptTuningConfig)adapter.Config;
        PromptLearningJson.Write(adapter, json);
        json["prompt_tuning_init"] = config.PromptTuningInit;
        json["prompt_tuning_init_text"] = config.PromptTuningInitText;
        // PEFT refuses TEXT without a tokenizer, even where the vectors are there.
        json["tokenizer_name_or_path"] = config.TokenizerNameOrPath
            ?? (config.PromptTuningInit == PromptTuningConfig.Text ? (string?)json["base_model_name_or_path"] : null);
        json["tokenizer_kwargs"] = null;
    }

    private static PromptTuningConfig Read(HfConfig json) => PromptLearningJson.Read(json, new PromptTuningConfig
    {
        PromptTuningInit = json.GetString("prompt_tuning_init", PromptTuningConfig.Random),
        PromptTuningInitText = json.GetStringOrNull("prompt_tuning_init_text"),
        TokenizerNameOrPath = json.GetStringOrNull("tokenizer_name_or_path"),
    });
}
