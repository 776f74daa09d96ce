using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace FineTune.Testing;

/// <summary>Seeded random decoders of two layers, small enough for any test, with names and shapes as transformers
/// writes them.</summary>
public static class TinyDecoder
{
    private const int Vocab = 57;
    private const int Hidden = 32;
    private const int Layers = 2;
    private const int Heads = 4;
    private const int KeyHeads = 2;
    private const int HeadDim = 8;
    private const int Inter = 48;
    private const int Labels = 2;

    private static readonly string[] UsualSizes = ["vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers"];

    /// <summary>The checkpoints, by <c>model_type</c>.</summary>
    public static IReadOnlyDictionary<string, TinyCheckpoint> ByModelType { get; } =
        new Dictionary<string, TinyCheckpoint>(StringComparer.Ordinal)
        {
            ["falcon"] = Falcon(),
            ["gemma"] = LikeLlama("gemma", i => LlamaLayer(i), new() { ["head_dim"] = HeadDim }, tied: true),
            ["gemma2"] = LikeLlama(
                "gemma2",
                i => [
                    .. LlamaLayer(i),
                    .. Norms(i, ["pre_feedforward_layernorm", "post_feedforward_layernorm"], bias: false),
                ],
                new() { ["head_dim"] = HeadDim, ["query_pre_attn_scalar"] = 12, ["sliding_window"] = 4 },
                tied: true),
            ["gpt2"] = Gpt2(),
            ["gpt_neox"] = GptNeoX(),
            ["llama"] = LikeLlama("llama", i => LlamaLayer(i), []),
            ["mistral"] = LikeLlama("mistral", i => LlamaLayer(i), new() { ["sliding_window"] = 5 }),
            ["phi"] = Phi(),
            ["phi3"] = LikeLlama("phi3", Phi3Layer, new() { ["sliding_window"] = 6 }),
            ["qwen2"] = LikeLlama(
                "qwen2", i => [.. LlamaLayer(i), .. Biases(i)], new() { ["use_sliding_window"] = false }, tied: true),
            ["qwen3"] = LikeLlama(
                "qwen3",
                i => [.. LlamaLayer(i), ($"{i}.self_attn.q_norm.weight", [HeadDim]), ($"{i}.self_attn.k_norm.weight", [HeadDim])],
                new() { ["head_dim"] = HeadDim, ["use_sliding_window"] = true, ["sliding_window"] = 3, ["max_window_layers"] = 1 }),
        };

    private static TinyCheckpoint LikeLlama(
        string modelType, Func<string, IEnumerable<(string, long[])>> layer, JsonObject more, bool tied = false)
    {
        more["tie_word_embeddings"] = tied;
        return Of(
            modelType,
            more,
            UsualSizes,
            [
                ("model.embed_tokens.weight", [Vocab, Hidden]),
                .. Numbered("model.layers", layer),
                ("model.norm.weight", [Hidden]),
            ],
            tied ? [] : [("lm_head.weight", [Vocab, Hidden])]);
    }

    private static TinyCheckpoint Falcon() => Of(
        "falcon",
        new() { ["new_decoder_architecture"] = true, ["num_kv_heads"] = KeyHeads, ["ffn_hidden_size"] = Inter },
        ["vocab_size", "hidden_size", "num_hidden_layers"],
        [
            ("transformer.word_embeddings.weight", [Vocab, Hidden]),
            .. Numbered("transformer.h", i =>
            [
                .. Norms(i, ["ln_attn", "ln_mlp"]),
                ($"{i}.self_attention.query_key_value.weight", [(Heads + (2 * KeyHeads)) * HeadDim, Hidden]),
                ($"{i}.self_attention.dense.weight", [Hidden, Hidden]),
                ($"{i}.mlp.dense_h_to_4h.weight", [Inter, Hidden]),
                ($"{i}.mlp.dense_4h_to_h.weight", [Hidden, Inter]),
            ]),
            .. Norms("transformer", ["ln_f"]),
        ],
        []);

    private static TinyCheckpoint Gpt2() => Of(
        "gpt2",
        new()
        {
            ["n_embd"] = Hidden,
            ["n_layer"] = Layers,
            ["n_head"] = Heads,
            ["n_positions"] = TinyBert.MaxLength,
            ["n_inner"] = Inter,
        },
        ["vocab_size", "n_embd", "n_layer", "n_positions", "n_inner"],
        [
            ("transformer.wte.weight", [Vocab, Hidden]),
            ("transformer.wpe.weight", [TinyBert.MaxLength, Hidden]),
            .. Numbered("transformer.h", i =>
            [
                .. Norms(i, ["ln_1", "ln_2"]),
                .. Stored($"{i}.attn.c_attn", Hidden, 3 * Hidden),
                .. Stored($"{i}.attn.c_proj", Hidden, Hidden),
                .. Stored($"{i}.mlp.c_fc", Hidden, Inter),
                .. Stored($"{i}.mlp.c_proj", Inter, Hidden),
            ]),
            .. Norms("transformer", ["ln_f"]),
        ],
        []);

    private static TinyCheckpoint GptNeoX() => Of(
        "gpt_neox",
        new() { ["rotary_pct"] = 0.5 },
        UsualSizes,
        [
            ("gpt_neox.embed_in.weight", [Vocab, Hidden]),
            .. Numbered("gpt_neox.layers", i =>
            [
                .. Norms(i, ["input_layernorm", "post_attention_layernorm"]),
                .. Linear($"{i}.attention.query_key_value", 3 * Hidden, Hidden),
                .. Linear($"{i}.attention.dense", Hidden, Hidden),
                .. Linear($"{i}.mlp.dense_h_to_4h", Inter, Hidden),
                .. Linear($"{i}.mlp.dense_4h_to_h", Hidden, Inter),
            ]),
            .. Norms("gpt_neox", ["final_layer_norm"]),
        ],
        [("embed_out.weight", [Vocab, Hidden])]);

    private static TinyCheckpoint Phi() => Of(
        "phi",
        new() { ["qk_layernorm"] = true },
        UsualSizes,
        [
            ("model.embed_tokens.weight", [Vocab, Hidden]),
            .. Numbered("model.layers", i =>
            [
                .. Norms(i, ["input_layernorm"]),
                .. Linear($"{i}.self_attn.q_proj", Heads * HeadDim, Hidden),
                .. Linear($"{i}.self_attn.k_proj", KeyHeads * HeadDim, Hidden),
                .. Linear($"{i}.self_attn.v_proj", KeyHeads * HeadDim, Hidden),
                .. Norms($"{i}.self_attn", ["q_layernorm", "k_layernorm"], HeadDim),
                .. Linear($"{i}.self_attn.dense", Hidden, Hidden),
                .. Linear($"{i}.mlp.fc1", Inter, Hidden),
                .. Linear($"{i}.mlp.fc2", Hidden, Inter),
            ]),
            .. Norms("model", ["final_layernorm"]),
        ],
        Linear("lm_head", Vocab, Hidden));

    private static TinyCheckpoint Of(
        string modelType,
        JsonObject more,
        IReadOnlyList<string> sizes,
        (string, long[])[] body,
        IEnumerable<(string, long[])> head) => new(
            () => Config(modelType, more),
            () => Draw(modelType, [.. body, ("score.weight", [Labels, Hidden])]),
            sizes)
        {
            CausalWeights = () => Draw(modelType, [.. body, .. head]),
        };

    private static JsonObject Config(string modelType, JsonObject more)
    {
        var config = new JsonObject
        {
            ["model_type"] = modelType,
            ["vocab_size"] = Vocab,
            ["hidden_size"] = Hidden,
            ["intermediate_size"] = Inter,
            ["num_hidden_layers"] = Layers,
            ["num_attention_heads"] = Heads,
            ["max_position_embeddings"] = TinyBert.MaxLength,
        };
        // The others have as many key heads as query heads, or call them otherwise.
        if (modelType is not ("gpt2" or "gpt_neox" or "falcon"))
        {
            config["num_key_value_heads"] = KeyHeads;
        }
        foreach (var (key, value) in more)
        {
            config[key] = value?.DeepClone();
        }
        return config;
    }

    private static IEnumerable<(string, long[])> LlamaLayer(string path) =>
    [
        .. Norms(path, ["input_layernorm", "post_attention_layernorm"], bias: false),
        ($"{path}.self_attn.q_proj.weight", [Heads * HeadDim, Hidden]),
        ($"{path}.self_attn.k_proj.weight", [KeyHeads * HeadDim, Hidden]),
        ($"{path}.self_attn.v_proj.weight", [KeyHeads * HeadDim, Hidden]),
        ($"{path}.self_attn.o_proj.weight", [Hidden, Heads * HeadDim]),
        ($"{path}.mlp.gate_proj.weight", [Inter, Hidden]),
        ($"{path}.mlp.up_proj.weight", [Inter, Hidden]),
        ($"{path}.mlp.down_proj.weight", [Hidden, Inter]),
    ];

    private static IEnumerable<(string, long[])> Biases(string path) =>
    [
        ($"{path}.self_attn.q_proj.bias", [Heads * HeadDim]),
        ($"{path}.self_attn.k_proj.bias", [KeyHeads * HeadDim]),
        ($"{path}.self_attn.v_proj.bias", [KeyHeads * HeadDim]),
    ];

    private static IEnumerable<(string, long[])> Phi3Layer(string path) =>
    [
        .. Norms(path, ["input_layernorm", "post_attention_layernorm"], bias: false),
        ($"{path}.self_attn.qkv_proj.weight", [(Heads + (2 * KeyHeads)) * HeadDim, Hidden]),
        ($"{path}.self_attn.o_proj.weight", [Hidden, Heads * HeadDim]),
        ($"{path}.mlp.gate_up_proj.weight", [2 * Inter, Hidden]),
        ($"{path}.mlp.down_proj.weight", [Hidden, Inter]),
    ];

    private static IEnumerable<(string, long[])> Numbered(
        string path, Func<string, IEnumerable<(string, long[])>> layer) =>
        Enumerable.Range(0, Layers).SelectMany(i => layer($"{path}.{i}"));

    private static IEnumerable<(string, long[])> Norms(
        string path, IEnumerable<string> names, int size = Hidden, bool bias = true) =>
        names.SelectMany(name => bias ? Stored($"{path}.{name}", size) : [($"{path}.{name}.weight", [size])]);

    private static IEnumerable<(string, long[])> Linear(string path, int outFeatures, int inFeatures) =>
        [($"{path}.weight", [outFeatures, inFeatures]), ($"{path}.bias", [outFeatures])];

    /// <summary>A weight whose last dimension is that of its bias.</summary>
    private static IEnumerable<(string, long[])> Stored(string path, params long[] shape) =>
        [($"{path}.weight", shape), ($"{path}.bias", [shape[^1]])];

    private static Dictionary<string, Tensor> Draw(string modelType, IReadOnlyList<(string Name, long[] Shape)> shapes)
    {
        using var guard = no_grad();
        using var random = new Generator(1);
        return shapes.ToDictionary(s => s.Name, s => Value(s.Name, s.Shape), StringComparer.Ordinal);

        Tensor Value(string name, long[] shape)
        {
            var values = randn(shape, float32, CPU, generator: random).mul_(0.1);
            var isScale = shape.Length == 1 && name.EndsWith(".weight", StringComparison.Ordinal);
            // Gemma stores scales less 1.
            return isScale && !modelType.StartsWith("gemma", StringComparison.Ordinal) ? values.add_(1) : values;
        }
    }
}
