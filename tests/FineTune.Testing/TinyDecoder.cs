using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace FineTune.Testing;

/// <summary>Seeded random decoders of two layers, small enough for any test, as transformers saves them.</summary>
public static class TinyDecoder
{
    private const int Vocab = 57;
    private const int Hidden = 32;
    private const int Layers = 2;
    private const int Heads = 4;
    private const int KeyHeads = 2;
    private const int HeadDim = 8;
    private const int Inter = 48;

    private static readonly string[] UsualSizes = ["vocab_size", "hidden_size", "num_hidden_layers"];

    /// <summary>The checkpoints, by <c>model_type</c>.</summary>
    public static IReadOnlyDictionary<string, TinyCheckpoint> ByModelType { get; } =
        new Dictionary<string, TinyCheckpoint>(StringComparer.Ordinal)
        {
            ["llama"] = Of("llama", LlamaLayer, ("rms_norm_eps", 1e-5)),
        };

    private static TinyCheckpoint Of(
        string modelType, Func<string, IEnumerable<(string, long[])>> layer, params (string, JsonNode)[] more) => new(
            () => Config(modelType, more),
            () => Draw([.. Body(layer), ("score.weight", [2, Hidden])]),
            [.. UsualSizes, "intermediate_size"])
        {
            CausalWeights = () => Draw([.. Body(layer), ("lm_head.weight", [Vocab, Hidden])]),
        };

    private static IEnumerable<(string, long[])> Body(Func<string, IEnumerable<(string, long[])>> layer) =>
    [
        ("model.embed_tokens.weight", [Vocab, Hidden]),
        .. Enumerable.Range(0, Layers).SelectMany(i => layer($"model.layers.{i}")),
        ("model.norm.weight", [Hidden]),
    ];

    private static JsonObject Config(string modelType, (string Key, JsonNode Value)[] more)
    {
        var config = new JsonObject
        {
            ["model_type"] = modelType,
            ["vocab_size"] = Vocab,
            ["hidden_size"] = Hidden,
            ["intermediate_size"] = Inter,
            ["num_hidden_layers"] = Layers,
            ["num_attention_heads"] = Heads,
            ["num_key_value_heads"] = KeyHeads,
            ["max_position_embeddings"] = TinyBert.MaxLength,
        };
        foreach (var (key, value) in more)
        {
            config[key] = value.DeepClone();
        }
        return config;
    }

    private static IEnumerable<(string, long[])> LlamaLayer(string path) =>
    [
        ($"{path}.input_layernorm.weight", [Hidden]),
        ($"{path}.self_attn.q_proj.weight", [Heads * HeadDim, Hidden]),
        ($"{path}.self_attn.k_proj.weight", [KeyHeads * HeadDim, Hidden]),
        ($"{path}.self_attn.v_proj.weight", [KeyHeads * HeadDim, Hidden]),
        ($"{path}.self_attn.o_proj.weight", [Hidden, Heads * HeadDim]),
        ($"{path}.post_attention_layernorm.weight", [Hidden]),
        ($"{path}.mlp.gate_proj.weight", [Inter, Hidden]),
        ($"{path}.mlp.up_proj.weight", [Inter, Hidden]),
        ($"{path}.mlp.down_proj.weight", [Hidden, Inter]),
    ];

    private static Dictionary<string, Tensor> Draw(IReadOnlyList<(string Name, long[] Shape)> shapes)
    {
        using var guard = no_grad();
        using var random = new Generator(1);
        return shapes.ToDictionary(s => s.Name, s => Value(s.Name, s.Shape, random), StringComparer.Ordinal);
    }

    private static Tensor Value(string name, long[] shape, Generator random)
    {
        var values = randn(shape, float32, CPU, generator: random).mul_(0.2);
        return shape.Length == 1 && name.EndsWith("norm.weight", StringComparison.Ordinal) ? values.add_(1) : values;
    }
}
