using FineTune.Nn;

namespace FineTune.Models;

/// <summary>Qwen3 (arXiv:2505.09388): Llama that normalises each query and key head.</summary>
internal static class Qwen3
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<Qwen3Config>
    {
        ModelType = "qwen3",
        ClassName = "Qwen3",
        Read = config => new Qwen3Config(config),
        Build = (config, scope) => RmsDecoder.Body(config, scope, (layer, i) => RmsDecoder.Layer(
            config, layer, Attention(config, layer.Sub("self_attn"), i), RmsDecoder.FeedForward(config, layer))),
    }.Entry();

    private static SelfAttention Attention(Qwen3Config config, ModuleScope scope, int layer)
    {
        var shape = config.Attention(config.Windows[layer]);
        return new SelfAttention(shape, config.AttentionDropout, scope)
        {
            Projections = SeparateProjections.Named(scope, config.HiddenSize, shape, config.AttentionBias),
            Output = scope.Linear("o_proj", shape.Width, config.HiddenSize, config.AttentionBias),
            QueryNorm = scope.RmsNorm("q_norm", config.HeadDim, config.RmsNormEps),
            KeyNorm = scope.RmsNorm("k_norm", config.HeadDim, config.RmsNormEps),
        };
    }
}
