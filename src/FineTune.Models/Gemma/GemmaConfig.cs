using FineTune.Formats;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a Gemma (arXiv:2403.08295).</summary>
public sealed record GemmaConfig : RmsDecoderConfig
{
    internal GemmaConfig(HfConfig config)
        : base(
            config,
            new DecoderKeys { KeyValueHeads = 16, HeadDim = 256, MaxPositions = 8192, Tied = true },
            // The first checkpoints name another one in hidden_act, which the reference does not use either.
            activationKey: "hidden_activation",
            activation: "gelu_pytorch_tanh") =>
        AttentionBias = config.GetBool("attention_bias", false);

    /// <summary>Whether attention's linear layers have biases.</summary>
    public bool AttentionBias { get; }

    internal override bool NormsAroundOne => true;
}
