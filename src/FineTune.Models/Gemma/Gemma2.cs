using FineTune.Nn;

namespace FineTune.Models;

/// <summary>Gemma 2 (arXiv:2408.00118): Gemma with norms after each sub-layer too, soft caps, and a window in every
/// other layer.</summary>
internal static class Gemma2
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<Gemma2Config>
    {
        ModelType = "gemma2",
        ClassName = "Gemma2",
        Read = config => new Gemma2Config(config),
        Build = (config, scope) => RmsDecoder.Body(config, scope, (layer, i) => Layer(config, layer, i), Gemma.Scaled),
        LogitCap = config => config.FinalLogitSoftcapping,
    }.Entry();

    private static DecoderLayer Layer(Gemma2Config config, ModuleScope scope, int layer) => new()
    {
        AttentionNorm = RmsDecoder.Norm(config, scope, "input_layernorm"),
        Attention = RmsDecoder.Attention(
            config, scope, config.AttentionOf(layer), config.AttentionBias, config.AttentionBias),
        AttentionOutputNorm = RmsDecoder.Norm(config, scope, "post_attention_layernorm"),
        FeedForwardNorm = RmsDecoder.Norm(config, scope, "pre_feedforward_layernorm"),
        FeedForward = RmsDecoder.FeedForward(config, scope),
        FeedForwardOutputNorm = RmsDecoder.Norm(config, scope, "post_feedforward_layernorm"),
        Segment = scope.Recomputed(),
    };
}
