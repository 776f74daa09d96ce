using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace FineTune.Testing;

/// <summary>A seeded random BERT classifier of two layers, small enough for any test, as transformers saves
/// it.</summary>
public static class TinyBert
{
    /// <summary>Width of a token's vector.</summary>
    public const int HiddenSize = 32;

    /// <summary>Number of encoder layers.</summary>
    public const int Layers = 2;

    /// <summary>Number of attention heads.</summary>
    public const int Heads = 4;

    /// <summary>Width of the feed-forward layer.</summary>
    public const int IntermediateSize = 64;

    /// <summary>Longest sequence.</summary>
    public const int MaxLength = 24;

    /// <summary>Number of segment types.</summary>
    public const int SegmentTypes = 2;

    /// <summary>The words of <c>vocab.txt</c>: special tokens, letters, letters within a word.</summary>
    public static IReadOnlyList<string> Vocabulary { get; } =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
        .. Enumerable.Range('a', 26).Select(letter => $"{(char)letter}"),
        .. Enumerable.Range('a', 26).Select(letter => $"##{(char)letter}"),
    ];

    /// <summary>The content of <c>config.json</c>.</summary>
    public static JsonObject Config(int labels = 2) => new()
    {
        ["architectures"] = new JsonArray("BertForSequenceClassification"),
        ["model_type"] = "bert",
        ["vocab_size"] = Vocabulary.Count,
        ["hidden_size"] = HiddenSize,
        ["num_hidden_layers"] = Layers,
        ["num_attention_heads"] = Heads,
        ["intermediate_size"] = IntermediateSize,
        ["hidden_act"] = "gelu",
        ["hidden_dropout_prob"] = 0.1,
        ["attention_probs_dropout_prob"] = 0.1,
        ["max_position_embeddings"] = MaxLength,
        ["type_vocab_size"] = SegmentTypes,
        ["layer_norm_eps"] = 1e-12,
        ["initializer_range"] = 0.02,
        ["id2label"] = new JsonObject(Enumerable.Range(0, labels)
            .Select(i => KeyValuePair.Create($"{i}", (JsonNode?)$"LABEL_{i}"))),
    };

    /// <summary>The tensors of <c>model.safetensors</c>, float32, by name. They belong to the caller's dispose
    /// scope.</summary>
    public static Dictionary<string, Tensor> Weights(int seed = 1, int labels = 2)
    {
        using var guard = no_grad();
        using var random = new Generator((ulong)seed);
        return Shapes(labels).ToDictionary(s => s.Name, s => Draw(s.Name, s.Shape, random), StringComparer.Ordinal);
    }

    /// <summary>Writes a checkpoint folder.</summary>
    /// <returns>The folder.</returns>
    public static string Write(string folder, int seed = 1, int labels = 2)
    {
        using var scope = NewDisposeScope();
        return Write(folder, Config(labels), Weights(seed, labels));
    }

    /// <summary>Writes a checkpoint folder with a changed configuration or changed tensors.</summary>
    /// <returns>The folder.</returns>
    public static string Write(string folder, JsonObject config, IReadOnlyDictionary<string, Tensor> weights)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString());
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), Vocabulary);
        TensorFixture.Write(Path.Combine(folder, "model.safetensors"), weights);
        return folder;
    }

    private static Tensor Draw(string name, long[] shape, Generator random)
    {
        var values = randn(shape, float32, CPU, generator: random).mul_(0.2);
        return name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? values.add_(1) : values;
    }

    private static IEnumerable<(string Name, long[] Shape)> Shapes(int labels)
    {
        return
        [
            ("bert.embeddings.word_embeddings.weight", [Vocabulary.Count, HiddenSize]),
            ("bert.embeddings.position_embeddings.weight", [MaxLength, HiddenSize]),
            ("bert.embeddings.token_type_embeddings.weight", [SegmentTypes, HiddenSize]),
            .. Norm("bert.embeddings"),
            .. Enumerable.Range(0, Layers).SelectMany(i => Layer($"bert.encoder.layer.{i}")),
            .. Linear("bert.pooler.dense", HiddenSize, HiddenSize),
            .. Linear("classifier", labels, HiddenSize),
        ];

        static IEnumerable<(string, long[])> Layer(string path) =>
        [
            .. Linear($"{path}.attention.self.query", HiddenSize, HiddenSize),
            .. Linear($"{path}.attention.self.key", HiddenSize, HiddenSize),
            .. Linear($"{path}.attention.self.value", HiddenSize, HiddenSize),
            .. Linear($"{path}.attention.output.dense", HiddenSize, HiddenSize),
            .. Norm($"{path}.attention.output"),
            .. Linear($"{path}.intermediate.dense", IntermediateSize, HiddenSize),
            .. Linear($"{path}.output.dense", HiddenSize, IntermediateSize),
            .. Norm($"{path}.output"),
        ];

        static IEnumerable<(string, long[])> Linear(string path, long outFeatures, long inFeatures) =>
            [($"{path}.weight", [outFeatures, inFeatures]), ($"{path}.bias", [outFeatures])];

        static IEnumerable<(string, long[])> Norm(string path) =>
            [($"{path}.LayerNorm.weight", [HiddenSize]), ($"{path}.LayerNorm.bias", [HiddenSize])];
    }
}
