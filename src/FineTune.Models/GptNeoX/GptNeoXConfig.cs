using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a GPT-NeoX (arXiv:2204.06745) or a Pythia.</summary>
public sealed record GptNeoXConfig : DecoderConfig
{
    internal GptNeoXConfig(HfConfig config)
        : base(config, new DecoderKeys())
    {
        IntermediateSize = config.Size("intermediate_size");
        HiddenAct = config.Activation("hidden_act", "gelu");
        LayerNormEps = config.GetDouble("layer_norm_eps", 1e-5);
        AttentionBias = config.GetBool("attention_bias", true);
        AttentionDropout = config.GetDouble("attention_dropout", 0);
        HiddenDropout = config.GetDouble("hidden_dropout", 0);
        UseParallelResidual = config.GetBool("use_parallel_residual", true);
        Rotary = config.Rope(HeadDim, MaxPositionEmbeddings, "rotary_emb_base", "rotary_pct", partial: 0.25);
    }

    /// <summary>Width of the feed-forward layer.</summary>
    public int IntermediateSize { get; }

    /// <summary>Name of the feed-forward activation.</summary>
    public string HiddenAct { get; }

    /// <summary>Added to the variance in layer normalisation.</summary>
    public double LayerNormEps { get; }

    /// <summary>Whether attention's linear layers have biases.</summary>
    public bool AttentionBias { get; }

    /// <summary>Dropout on attention weights.</summary>
    public double AttentionDropout { get; }

    /// <summary>Dropout on token vectors and sub-layer outputs.</summary>
    public double HiddenDropout { get; }

    /// <summary>Whether attention and feed-forward work side by side.</summary>
    public bool UseParallelResidual { get; }

    /// <summary>Positions.</summary>
    public Rotary Rotary { get; }
}
