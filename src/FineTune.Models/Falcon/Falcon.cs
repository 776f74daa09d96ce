using FineTune.Nn;

namespace FineTune.Models;

/// <summary>Falcon (arXiv:2311.16867): one key head or grouped ones in a fused projection, attention and feed-forward
/// mostly side by side.</summary>
internal static class Falcon
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<FalconConfig>
    {
        ModelType = "falcon",
        ClassName = "Falcon",
        Body = "transformer",
        Read = config => new FalconConfig(config),
        Build = Body,
    }.Entry();

    private static DecoderBody Body(FalconConfig config, ModuleScope scope) => new()
    {
        TokenTable = scope.TokenEmbedding("word_embeddings", config.VocabSize, config.HiddenSize),
        Layers = DecoderBody.Numbered(config, scope.Sub("h"), (layer, _) => Layer(config, layer)),
        FinalNorm = Norm(config, scope, "ln_f"),
        Rotary = config.Rotary,
        Mode = scope.Mode,
    };

    private static DecoderLayer Layer(FalconConfig config, ModuleScope scope)
    {
        var twoBeside = config.ParallelAttn && config.TwoNorms;
        var mlp = scope.Sub("mlp");
        return new DecoderLayer
        {
            AttentionNorm = Norm(config, scope, twoBeside ? "ln_attn" : "input_layernorm"),
            Attention = Attention(config, scope.Sub("self_attention")),
            FeedForwardNorm = twoBeside ? Norm(config, scope, "ln_mlp")
                : config.ParallelAttn ? null
                : Norm(config, scope, "post_attention_layernorm"),
            FeedForward = new Mlp(
                mlp.Linear("dense_h_to_4h", config.HiddenSize, config.FfnHiddenSize, config.Bias),
                Activation.Find(config.Activation)!,
                mlp.Linear("dense_4h_to_h", config.FfnHiddenSize, config.HiddenSize, config.Bias)),
            ResidualDropout = scope.Dropout(config.HiddenDropout),
            Parallel = config.ParallelAttn,
            Segment = scope.Recomputed(),
        };
    }

    private static SelfAttention Attention(FalconConfig config, ModuleScope scope)
    {
        var shape = config.AttentionWithBias();
        var all = scope.Linear("query_key_value", config.HiddenSize, FusedProjections.Width(shape), config.Bias);
        return new SelfAttention(shape, config.AttentionDropout, scope)
        {
            // With a single key head both orders are the same.
            Projections = FusedProjections.ByKeyHead(all, shape),
            Output = scope.Linear("dense", shape.Width, config.HiddenSize, config.Bias),
        };
    }

    private static LayerNorm Norm(FalconConfig config, ModuleScope scope, string name) =>
        scope.LayerNorm(name, config.HiddenSize, config.LayerNormEpsilon);
}
