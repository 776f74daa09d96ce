using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a Gemma 2 (arXiv:2408.00118).</summary>
public sealed record Gemma2Config : RmsDecoderConfig
{
    internal Gemma2Config(HfConfig config)
        : base(
            config,
            new DecoderKeys { KeyValueHeads = 4, HeadDim = 256, MaxPositions = 8192, Tied = true },
            activationKey: "hidden_activation",
            activation: "gelu_pytorch_tanh")
    {
        AttentionBias = config.GetBool("attention_bias", false);
        QueryPreAttnScalar = config.GetDouble("query_pre_attn_scalar", 256);
        AttnLogitSoftcapping = Cap(config, "attn_logit_softcapping", 50);
        FinalLogitSoftcapping = Cap(config, "final_logit_softcapping", 30);
        Windows = config.Windows(NumHiddenLayers, config.SlidingWindow(fallback: 4096), layer => layer % 2 == 0);
    }

    /// <summary>Whether attention's linear layers have biases.</summary>
    public bool AttentionBias { get; }

    /// <summary>Attention scores are divided by the square root of this.</summary>
    public double QueryPreAttnScalar { get; }

    /// <summary>Soft cap of attention scores; null for none.</summary>
    public double? AttnLogitSoftcapping { get; }

    /// <summary>Soft cap of logits; null for none.</summary>
    public double? FinalLogitSoftcapping { get; }

    /// <summary>How many tokens a query of each layer sees; null for all.</summary>
    public IReadOnlyList<int?> Windows { get; }

    internal override bool NormsAroundOne => true;

    /// <summary>Attention of one layer.</summary>
    internal AttentionShape AttentionOf(int layer) => Attention(Windows[layer]) with
    {
        Scale = 1 / Math.Sqrt(QueryPreAttnScalar),
        SoftCap = AttnLogitSoftcapping,
    };

    // A null in the file means none; only where the key is absent does the default hold.
    private static double? Cap(HfConfig config, string key, double usual) =>
        config.Keys.Contains(key) ? config.GetDoubleOrNull(key) : usual;
}
