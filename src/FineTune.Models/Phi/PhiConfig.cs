using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a Phi-1, Phi-1.5 or Phi-2 (arXiv:2309.05463).</summary>
public sealed record PhiConfig : DecoderConfig
{
    internal PhiConfig(HfConfig config)
        : base(config, new DecoderKeys())
    {
        IntermediateSize = config.Size("intermediate_size");
        HiddenAct = config.Activation("hidden_act", "gelu_new");
        LayerNormEps = config.GetDouble("layer_norm_eps", 1e-5);
        QkLayerNorm = config.GetBool("qk_layernorm", false);
        AttentionDropout = config.GetDouble("attention_dropout", 0);
        ResidualDropout = config.GetDouble("resid_pdrop", 0);
        EmbeddingDropout = config.GetDouble("embd_pdrop", 0);
        Rotary = config.Rope(HeadDim, MaxPositionEmbeddings, partial: 0.5);
    }

    /// <summary>Width of the feed-forward layer.</summary>
    public int IntermediateSize { get; }

    /// <summary>Name of the feed-forward activation.</summary>
    public string HiddenAct { get; }

    /// <summary>Added to the variance in layer normalisation.</summary>
    public double LayerNormEps { get; }

    /// <summary>Whether query and key heads are normalised.</summary>
    public bool QkLayerNorm { get; }

    /// <summary>Dropout on attention weights.</summary>
    public double AttentionDropout { get; }

    /// <summary>Dropout on sub-layer outputs.</summary>
    public double ResidualDropout { get; }

    /// <summary>Dropout on token vectors.</summary>
    public double EmbeddingDropout { get; }

    /// <summary>Positions.</summary>
    public Rotary Rotary { get; }
}
