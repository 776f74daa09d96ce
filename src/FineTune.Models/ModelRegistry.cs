using FineTune.Formats;

namespace FineTune.Models;

/// <summary>Every architecture there is; a new one is a file of its own and a line here.</summary>
public static class ModelRegistry
{
    /// <summary>The architectures.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        BertForSequenceClassification.Entry,
        Falcon.Entry,
        Gemma.Entry,
        Gemma2.Entry,
        Gpt2.Entry,
        GptNeoX.Entry,
        Llama.Entry,
        Mistral.Entry,
        Phi.Entry,
        Phi3.Entry,
        Qwen2.Entry,
        Qwen3.Entry,
    ];

    /// <summary>Finds the architecture that a configuration names.</summary>
    /// <exception cref="CheckpointException">There is none of that name.</exception>
    public static ModelEntry Find(HfConfig config)
    {
        var type = config.GetString("model_type");
        return All.FirstOrDefault(e => e.ModelType == type)
            ?? throw CheckpointException.WrongValue(
                config.File, "model_type", $"one of {string.Join(", ", All.Select(e => e.ModelType))}", $"'{type}'");
    }
}
