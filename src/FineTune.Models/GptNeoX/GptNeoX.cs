using FineTune.Nn;

namespace FineTune.Models;

/// <summary>GPT-NeoX (arXiv:2204.06745): attention and feed-forward side by side with a norm each, positions in a part of
/// each head, projections fused head by head.</summary>
internal static class GptNeoX
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<GptNeoXConfig>
    {
        ModelType = "gpt_neox",
        ClassName = "GPTNeoX",
        Body = "gpt_neox",
        Head = "embed_out",
        Read = config => new GptNeoXConfig(config),
        Build = Body,
    }.Entry();

    private static DecoderBody Body(GptNeoXConfig config, ModuleScope scope)
    {
        var dropout = scope.Dropout(config.HiddenDropout);
        return new DecoderBody
        {
            TokenTable = scope.TokenEmbedding("embed_in", config.VocabSize, config.HiddenSize),
            BeforeLayers = (vectors, _) => dropout.Forward(vectors),
            Layers = DecoderBody.Numbered(config, scope.Sub("layers"), (layer, _) => Layer(config, layer)),
            FinalNorm = scope.LayerNorm("final_layer_norm", config.HiddenSize, config.LayerNormEps),
            Rotary = config.Rotary,
            Mode = scope.Mode,
        };
    }

    private static DecoderLayer Layer(GptNeoXConfig config, ModuleScope scope)
    {
        var mlp = scope.Sub("mlp");
        return new DecoderLayer
        {
            AttentionNorm = scope.LayerNorm("input_layernorm", config.HiddenSize, config.LayerNormEps),
            Attention = Attention(config, scope.Sub("attention")),
            FeedForwardNorm = scope.LayerNorm("post_attention_layernorm", config.HiddenSize, config.LayerNormEps),
            FeedForward = new Mlp(
                mlp.Linear("dense_h_to_4h", config.HiddenSize, config.IntermediateSize),
                Activation.Find(config.HiddenAct)!,
                mlp.Linear("dense_4h_to_h", config.IntermediateSize, config.HiddenSize)),
            ResidualDropout = scope.Dropout(config.HiddenDropout),
            Parallel = config.UseParallelResidual,
            Segment = scope.Recomputed(),
        };
    }

    private static SelfAttention Attention(GptNeoXConfig config, ModuleScope scope)
    {
        var shape = config.Attention();
        return new SelfAttention(shape, config.AttentionDropout, scope)
        {
            Projections = FusedProjections.ByKeyHead(
                scope.Linear("query_key_value", config.HiddenSize, FusedProjections.Width(shape), config.AttentionBias),
                shape),
            Output = scope.Linear("dense", shape.Width, config.HiddenSize, config.AttentionBias),
        };
    }
}
