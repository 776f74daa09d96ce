using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a Llama (arXiv:2302.13971, arXiv:2407.21783) and of models with its
/// layers.</summary>
public sealed record LlamaConfig : DecoderConfig
{
    internal LlamaConfig(HfConfig config)
        : base(config, new DecoderKeys())
    {
        IntermediateSize = config.Size("intermediate_size");
        HiddenAct = config.Activation("hidden_act", "silu");
        RmsNormEps = config.GetDouble("rms_norm_eps", 1e-6);
        AttentionBias = config.GetBool("attention_bias", false);
        MlpBias = config.GetBool("mlp_bias", false);
        AttentionDropout = config.GetDouble("attention_dropout", 0);
        Rotary = config.Rope(HeadDim, MaxPositionEmbeddings);
    }

    /// <summary>Width of the feed-forward layer.</summary>
    public int IntermediateSize { get; }

    /// <summary>Name of the feed-forward activation.</summary>
    public string HiddenAct { get; }

    /// <summary>Added to the mean square in normalisation.</summary>
    public double RmsNormEps { get; }

    /// <summary>Whether attention's linear layers have biases.</summary>
    public bool AttentionBias { get; }

    /// <summary>Whether feed-forward's linear layers have biases.</summary>
    public bool MlpBias { get; }

    /// <summary>Dropout on attention weights.</summary>
    public double AttentionDropout { get; }

    /// <summary>Positions.</summary>
    public Rotary Rotary { get; }
}
