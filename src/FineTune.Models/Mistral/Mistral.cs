using FineTune.Nn;

namespace FineTune.Models;

/// <summary>Mistral (arXiv:2310.06825): Llama whose tokens see a window.</summary>
internal static class Mistral
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<MistralConfig>
    {
        ModelType = "mistral",
        ClassName = "Mistral",
        Read = config => new MistralConfig(config),
        Build = (config, scope) => RmsDecoder.Body(config, scope, (layer, _) => Layer(config, layer)),
    }.Entry();

    private static DecoderLayer Layer(MistralConfig config, ModuleScope scope) => RmsDecoder.Layer(
        config,
        scope,
        RmsDecoder.Attention(config, scope, config.Attention(config.SlidingWindow), bias: false, outputBias: false),
        RmsDecoder.FeedForward(config, scope));
}
