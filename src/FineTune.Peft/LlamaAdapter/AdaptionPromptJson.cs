using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>LLaMA-Adapter's part of <c>adapter_config.json</c> (PEFT's <c>AdaptionPromptConfig</c>).</summary>
internal static class AdaptionPromptJson
{
    public static PeftEntry Entry { get; } = new(
        "ADAPTION_PROMPT",
        typeof(AdaptionPromptConfig),
        (config, context) => new AdaptionPromptAdapter((AdaptionPromptConfig)config, context),
        (adapter, json) => Write((AdaptionPromptAdapter)adapter, json),
        Read)
    {
        LearningRates = LearningRateBand.GatedPrompt,
        Keys = ["adapter_len", "adapter_layers", "target_modules"],
        CanMerge = false,
    };

    private static void Write(AdaptionPromptAdapter adapter, JsonObject json)
    {
        json["adapter_len"] = ((AdaptionPromptConfig)adapter.Config).AdapterLen;
        json["adapter_layers"] = adapter.Layers;
        json["target_modules"] = adapter.AttentionName;
    }

    private static AdaptionPromptConfig Read(HfConfig json) => new()
    {
        AdapterLen = json.GetInt("adapter_len"),
        AdapterLayers = json.GetInt("adapter_layers"),
        TargetModules = json.GetStringOrNull("target_modules"),
        ModulesToSave = json.GetStrings("modules_to_save"),
    };
}
