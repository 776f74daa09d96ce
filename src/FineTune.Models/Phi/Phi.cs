using FineTune.Nn;

namespace FineTune.Models;

/// <summary>Phi-1 to Phi-2 (arXiv:2309.05463): attention and feed-forward side by side behind one norm, positions in a
/// part of each head, a bias on everything.</summary>
internal static class Phi
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<PhiConfig>
    {
        ModelType = "phi",
        ClassName = "Phi",
        Read = config => new PhiConfig(config),
        Build = Body,
        HeadBias = true,
    }.Entry();

    private static DecoderBody Body(PhiConfig config, ModuleScope scope)
    {
        var dropout = scope.Dropout(config.EmbeddingDropout);
        return new DecoderBody
        {
            TokenTable = scope.TokenEmbedding("embed_tokens", config.VocabSize, config.HiddenSize),
            BeforeLayers = (vectors, _) => dropout.Forward(vectors),
            Layers = DecoderBody.Numbered(config, scope.Sub("layers"), (layer, _) => Layer(config, layer)),
            FinalNorm = scope.LayerNorm("final_layernorm", config.HiddenSize, config.LayerNormEps),
            Rotary = config.Rotary,
            Mode = scope.Mode,
        };
    }

    private static DecoderLayer Layer(PhiConfig config, ModuleScope scope)
    {
        var mlp = scope.Sub("mlp");
        return new DecoderLayer
        {
            AttentionNorm = scope.LayerNorm("input_layernorm", config.HiddenSize, config.LayerNormEps),
            Attention = Attention(config, scope.Sub("self_attn")),
            FeedForward = new Mlp(
                mlp.Linear("fc1", config.HiddenSize, config.IntermediateSize),
                Activation.Find(config.HiddenAct)!,
                mlp.Linear("fc2", config.IntermediateSize, config.HiddenSize)),
            ResidualDropout = scope.Dropout(config.ResidualDropout),
            Parallel = true,
            Segment = scope.Recomputed(),
        };
    }

    private static SelfAttention Attention(PhiConfig config, ModuleScope scope)
    {
        var shape = config.Attention();
        return new SelfAttention(shape, config.AttentionDropout, scope)
        {
            Projections = SeparateProjections.Named(scope, config.HiddenSize, shape, bias: true),
            Output = scope.Linear("dense", shape.Width, config.HiddenSize),
            QueryNorm = HeadNorm("q_layernorm"),
            KeyNorm = HeadNorm("k_layernorm"),
        };

        LayerNorm? HeadNorm(string name) =>
            config.QkLayerNorm ? scope.LayerNorm(name, config.HeadDim, config.LayerNormEps) : null;
    }
}
