using System.Text.Json.Nodes;
using FineTune.Data;
using FineTune.Peft;

namespace GpuBenchmark;

/// <summary>Llama-3-8B's shape on rows of 2,048 tokens, all of them learned.</summary>
internal static class LlamaCase
{
    public static ModelCase Create(Options options)
    {
        var (layers, hidden, inter, heads, keyHeads, vocab) =
            options.Tiny ? (2, 64L, 176L, 8, 2, 512L) : (32, 4096L, 14336L, 32, 8, 128256L);
        var (rows, length) = (options.Batch ?? 2, options.Tiny ? 128 : 2048);
        var shapes = Shapes(layers, hidden, inter, hidden / heads * keyHeads, vocab);
        var attention = 6.0 * length * hidden * layers;
        return new ModelCase
        {
            Config = new JsonObject
            {
                ["model_type"] = "llama",
                ["hidden_size"] = hidden,
                ["intermediate_size"] = inter,
                ["num_hidden_layers"] = layers,
                ["num_attention_heads"] = heads,
                ["num_key_value_heads"] = keyHeads,
                ["vocab_size"] = vocab,
                ["max_position_embeddings"] = 8192,
                ["rms_norm_eps"] = 1e-5,
                ["rope_theta"] = 500000.0,
                ["hidden_act"] = "silu",
                ["tie_word_embeddings"] = false,
            },
            Shapes = shapes,
            TaskType = AdapterContext.CausalLM,
            Batch = Batch(rows, length, vocab),
            FlopsPerStep = rows * length * (ModelCase.LinearFlopsPerToken(shapes) + attention),
        };
    }

    private static Dictionary<string, long[]> Shapes(int layers, long hidden, long inter, long keys, long vocab)
    {
        var shapes = new Dictionary<string, long[]>
        {
            ["model.embed_tokens.weight"] = [vocab, hidden],
            ["model.norm.weight"] = [hidden],
            ["lm_head.weight"] = [vocab, hidden],
        };
        for (var i = 0; i < layers; i++)
        {
            var layer = $"model.layers.{i}";
            shapes[$"{layer}.input_layernorm.weight"] = [hidden];
            shapes[$"{layer}.post_attention_layernorm.weight"] = [hidden];
            shapes[$"{layer}.self_attn.q_proj.weight"] = [hidden, hidden];
            shapes[$"{layer}.self_attn.k_proj.weight"] = [keys, hidden];
            shapes[$"{layer}.self_attn.v_proj.weight"] = [keys, hidden];
            shapes[$"{layer}.self_attn.o_proj.weight"] = [hidden, hidden];
            shapes[$"{layer}.mlp.gate_proj.weight"] = [inter, hidden];
            shapes[$"{layer}.mlp.up_proj.weight"] = [inter, hidden];
            shapes[$"{layer}.mlp.down_proj.weight"] = [hidden, inter];
        }
        return shapes;
    }

    private static HostBatch Batch(int rows, int length, long vocab)
    {
        var random = new Random(42);
        long[] ids = [.. Enumerable.Range(0, rows * length).Select(_ => random.NextInt64(vocab))];
        long[] supervised = [.. Enumerable.Range(0, ids.Length).Where(t => (t + 1) % length != 0).Select(t => (long)t)];
        return new HostBatch
        {
            InputIds = ids,
            PositionIds = [.. ids.Select((_, t) => (long)(t % length))],
            Offsets = [.. Enumerable.Range(0, rows + 1).Select(r => r * length)],
            Rows = [.. Enumerable.Range(0, rows)],
            Labels = ids,
            SupervisedRows = supervised,
            TargetIds = [.. supervised.Select(t => ids[t + 1])],
        };
    }
}
