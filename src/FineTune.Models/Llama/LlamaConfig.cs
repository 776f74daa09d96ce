using FineTune.Formats;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a Llama (arXiv:2302.13971, arXiv:2407.21783) or of a model with its layers,
/// such as SmolLM or TinyLlama.</summary>
public sealed record LlamaConfig : RmsDecoderConfig
{
    internal LlamaConfig(HfConfig config)
        : base(config, new DecoderKeys())
    {
        AttentionBias = config.GetBool("attention_bias", false);
        MlpBias = config.GetBool("mlp_bias", false);
    }

    /// <summary>Whether attention's linear layers have biases.</summary>
    public bool AttentionBias { get; }

    /// <summary>Whether feed-forward's linear layers have biases.</summary>
    public bool MlpBias { get; }
}
