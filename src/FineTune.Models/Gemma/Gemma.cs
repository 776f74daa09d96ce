using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>Gemma (arXiv:2403.08295): Llama with scaled token vectors, and norms whose scale is stored less 1.</summary>
internal static class Gemma
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<GemmaConfig>
    {
        ModelType = "gemma",
        ClassName = "Gemma",
        Read = config => new GemmaConfig(config),
        Build = (config, scope) => RmsDecoder.Body(config, scope, (layer, _) => Layer(config, layer), Scaled),
    }.Entry();

    /// <summary>Token vectors times the square root of their width, which is rounded to their type first.</summary>
    internal static Tensor Scaled(Tensor vectors, PackedBatch batch)
    {
        using var factor = full(1, Math.Sqrt(vectors.shape[1]), vectors.dtype, vectors.device);
        return vectors * factor;
    }

    private static DecoderLayer Layer(GemmaConfig config, ModuleScope scope) => RmsDecoder.Layer(
        config,
        scope,
        RmsDecoder.Attention(config, scope, config.Attention(), config.AttentionBias, config.AttentionBias),
        RmsDecoder.FeedForward(config, scope));
}
