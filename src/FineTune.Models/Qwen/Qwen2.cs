using FineTune.Nn;

namespace FineTune.Models;

/// <summary>Qwen2 (arXiv:2407.10671): Llama with biases on queries, keys and values.</summary>
internal static class Qwen2
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<Qwen2Config>
    {
        ModelType = "qwen2",
        ClassName = "Qwen2",
        Read = config => new Qwen2Config(config),
        Build = (config, scope) => RmsDecoder.Body(config, scope, (layer, i) => Layer(config, layer, config.Windows[i])),
    }.Entry();

    private static DecoderLayer Layer(Qwen2Config config, ModuleScope scope, int? window) => RmsDecoder.Layer(
        config,
        scope,
        RmsDecoder.Attention(config, scope, config.Attention(window), bias: true, outputBias: false),
        RmsDecoder.FeedForward(config, scope));
}
