using FineTune.Nn;

namespace FineTune.Models;

/// <summary>Llama (arXiv:2302.13971): RMS norms, rotary positions, grouped keys, gated feed-forward.</summary>
internal static class Llama
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<LlamaConfig>
    {
        ModelType = "llama",
        ClassName = "Llama",
        Read = config => new LlamaConfig(config),
        Build = (config, scope) => RmsDecoder.Body(config, scope, (layer, _) => Layer(config, layer)),
    }.Entry();

    private static DecoderLayer Layer(LlamaConfig config, ModuleScope scope) => RmsDecoder.Layer(
        config,
        scope,
        RmsDecoder.Attention(config, scope, config.Attention(), config.AttentionBias, config.AttentionBias),
        RmsDecoder.FeedForward(config, scope, config.MlpBias));
}
