using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a decoder after Llama's plan: RMS norms, rotary positions, gated
/// feed-forward.</summary>
public abstract record RmsDecoderConfig : DecoderConfig
{
    private protected RmsDecoderConfig(HfConfig config, DecoderKeys keys, string activationKey = "hidden_act", string activation = "silu")
        : base(config, keys)
    {
        IntermediateSize = config.Size("intermediate_size");
        Activation = config.Activation(activationKey, activation);
        RmsNormEps = config.GetDouble("rms_norm_eps", 1e-6);
        AttentionDropout = config.GetDouble("attention_dropout", 0);
        Rotary = config.Rope(HeadDim, MaxPositionEmbeddings);
    }

    /// <summary>Width of the feed-forward layer.</summary>
    public int IntermediateSize { get; }

    /// <summary>Name of the feed-forward activation.</summary>
    public string Activation { get; }

    /// <summary>Added to the mean square in normalisation.</summary>
    public double RmsNormEps { get; }

    /// <summary>Dropout on attention weights.</summary>
    public double AttentionDropout { get; }

    /// <summary>Positions.</summary>
    public Rotary Rotary { get; }

    /// <summary>Whether a norm's stored scale is what the true one is above 1.</summary>
    internal virtual bool NormsAroundOne => false;
}
