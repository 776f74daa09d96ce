using System.Text.Json.Nodes;
using FineTune.Data;
using FineTune.Peft;

namespace GpuBenchmark;

/// <summary>BERT-base with two labels on batches of 256 texts as long as SST-2's.</summary>
internal static class BertCase
{
    public static ModelCase Create(Options options)
    {
        var (layers, hidden, inter, heads, vocab) = options.Tiny ? (2, 64L, 128L, 4, 512L) : (12, 768L, 3072L, 12, 30522L);
        var shapes = Shapes(layers, hidden, inter, vocab);
        int[] lengths = [.. Lengths(options.Batch ?? 256)];
        var attention = lengths.Sum(n => 12.0 * n * n * hidden * layers);
        return new ModelCase
        {
            Config = new JsonObject
            {
                ["model_type"] = "bert",
                ["hidden_size"] = hidden,
                ["intermediate_size"] = inter,
                ["num_hidden_layers"] = layers,
                ["num_attention_heads"] = heads,
                ["vocab_size"] = vocab,
                ["max_position_embeddings"] = 512,
                ["type_vocab_size"] = 2,
                ["layer_norm_eps"] = 1e-12,
                ["hidden_act"] = "gelu",
                ["hidden_dropout_prob"] = 0.1,
                ["attention_probs_dropout_prob"] = 0.1,
                ["id2label"] = new JsonObject { ["0"] = "negative", ["1"] = "positive" },
                ["label2id"] = new JsonObject { ["negative"] = 0, ["positive"] = 1 },
            },
            Shapes = shapes,
            TaskType = AdapterContext.SequenceClassification,
            Batch = Batch(lengths, vocab),
            FlopsPerStep = (lengths.Sum() * ModelCase.LinearFlopsPerToken(shapes)) + attention,
        };
    }

    /// <summary>Evenly spread quantiles of what is near SST-2's training lengths (mean 13 tokens, longest 66), longest
    /// first; reference.py has the same.</summary>
    private static IEnumerable<int> Lengths(int count) => Enumerable.Range(0, count)
        .Select(i => Math.Min(66, 3 + (int)(-11 * Math.Log((i + 0.5) / count))));

    private static Dictionary<string, long[]> Shapes(int layers, long hidden, long inter, long vocab)
    {
        var shapes = new Dictionary<string, long[]>
        {
            ["bert.embeddings.word_embeddings.weight"] = [vocab, hidden],
            ["bert.embeddings.position_embeddings.weight"] = [512, hidden],
            ["bert.embeddings.token_type_embeddings.weight"] = [2, hidden],
        };
        Norm("bert.embeddings");
        for (var i = 0; i < layers; i++)
        {
            var layer = $"bert.encoder.layer.{i}";
            foreach (var name in new[] { "query", "key", "value" })
            {
                Linear($"{layer}.attention.self.{name}", hidden, hidden);
            }
            Linear($"{layer}.attention.output.dense", hidden, hidden);
            Norm($"{layer}.attention.output");
            Linear($"{layer}.intermediate.dense", inter, hidden);
            Linear($"{layer}.output.dense", hidden, inter);
            Norm($"{layer}.output");
        }
        Linear("bert.pooler.dense", hidden, hidden);
        Linear("classifier", 2, hidden);
        return shapes;

        void Linear(string path, long outputs, long inputs) =>
            (shapes[$"{path}.weight"], shapes[$"{path}.bias"]) = ([outputs, inputs], [outputs]);

        void Norm(string path) =>
            (shapes[$"{path}.LayerNorm.weight"], shapes[$"{path}.LayerNorm.bias"]) = ([hidden], [hidden]);
    }

    private static HostBatch Batch(int[] lengths, long vocab)
    {
        var random = new Random(42);
        var offsets = new int[lengths.Length + 1];
        for (var i = 0; i < lengths.Length; i++)
        {
            offsets[i + 1] = offsets[i] + lengths[i];
        }
        return new HostBatch
        {
            InputIds = [.. Enumerable.Range(0, offsets[^1]).Select(_ => random.NextInt64(vocab))],
            PositionIds = [.. lengths.SelectMany(n => Enumerable.Range(0, n).Select(p => (long)p))],
            TokenTypeIds = new long[offsets[^1]],
            Offsets = offsets,
            Rows = [.. Enumerable.Range(0, lengths.Length)],
            Labels = [.. lengths.Select((_, i) => i % 2L)],
        };
    }
}
