using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>What the prompt methods share of <c>adapter_config.json</c>.</summary>
internal static class PromptLearningJson
{
    /// <summary>The keys.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        ["num_virtual_tokens", "token_dim", "num_transformer_submodules", "num_attention_heads", "num_layers"];

    /// <summary>Writes the sizes, all of them known by now.</summary>
    public static void Write(PromptLearningAdapter adapter, JsonObject json)
    {
        var sizes = adapter.Sizes!;
        json["num_virtual_tokens"] = ((PromptLearningConfig)adapter.Config).NumVirtualTokens;
        json["token_dim"] = sizes.TokenDim;
        json["num_transformer_submodules"] = 1;
        json["num_attention_heads"] = sizes.Heads;
        json["num_layers"] = sizes.Layers;
    }

    /// <summary>Reads them, and that the vectors are there.</summary>
    /// <exception cref="PeftException">It is for a model of two stacks.</exception>
    public static T Read<T>(HfConfig json, T config)
        where T : PromptLearningConfig
    {
        if (json.GetInt("num_transformer_submodules", 1) != 1)
        {
            AdapterConfigFile.Refuse(json, ["num_transformer_submodules"]);
        }
        return config with
        {
            NumVirtualTokens = json.GetInt("num_virtual_tokens"),
            TokenDim = json.GetIntOrNull("token_dim"),
            NumAttentionHeads = json.GetIntOrNull("num_attention_heads"),
            NumLayers = json.GetIntOrNull("num_layers"),
            ModulesToSave = json.GetStrings("modules_to_save"),
        };
    }
}
