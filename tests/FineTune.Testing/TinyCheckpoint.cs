using System.Text.Json.Nodes;
using Xunit;
using static TorchSharp.torch;

namespace FineTune.Testing;

/// <summary>A small random checkpoint of one architecture, with names and shapes as transformers writes them.</summary>
/// <param name="Config">Makes <c>config.json</c>.</param>
/// <param name="Weights">Makes the tensors of a classifier with as many labels as the config's.</param>
/// <param name="Sizes">The keys of the config that some tensor's shape follows.</param>
public sealed record TinyCheckpoint(
    Func<JsonObject> Config, Func<Dictionary<string, Tensor>> Weights, IReadOnlyList<string> Sizes)
{
    private static readonly Dictionary<string, TinyCheckpoint> ByModelType = new(StringComparer.Ordinal)
    {
        ["bert"] = new(
            () => TinyBert.Config(),
            () => TinyBert.Weights(),
            [
                "vocab_size", "hidden_size", "num_hidden_layers", "intermediate_size", "max_position_embeddings",
                "type_vocab_size",
            ]),
    };

    /// <summary>Makes the tensors of a language model; null for what is no decoder.</summary>
    public Func<Dictionary<string, Tensor>>? CausalWeights { get; init; }

    /// <summary>The checkpoint of an architecture.</summary>
    public static TinyCheckpoint Of(string modelType)
    {
        Assert.True(
            ByModelType.TryGetValue(modelType, out var checkpoint)
            || TinyDecoder.ByModelType.TryGetValue(modelType, out checkpoint),
            $"model_type '{modelType}' is registered and has no tiny checkpoint: add one to {nameof(TinyCheckpoint)}");
        return checkpoint;
    }

    /// <summary>Writes it to a folder and returns the folder.</summary>
    public string Write(string folder) => TinyBert.Write(folder, Config(), Weights());
}
