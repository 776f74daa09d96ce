using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a GPT-2.</summary>
public sealed record Gpt2Config : DecoderConfig
{
    internal Gpt2Config(HfConfig config)
        : base(config, new DecoderKeys
        {
            HiddenSize = "n_embd",
            NumHiddenLayers = "n_layer",
            NumAttentionHeads = "n_head",
            MaxPositionEmbeddings = "n_positions",
            MaxPositions = 1024,
            Tied = true,
        })
    {
        config.Only("add_cross_attention", JsonValue.Create(false));
        IntermediateSize = config.Size("n_inner", 4 * HiddenSize);
        ActivationFunction = config.Activation("activation_function", "gelu_new");
        LayerNormEpsilon = config.GetDouble("layer_norm_epsilon", 1e-5);
        EmbeddingDropout = config.GetDouble("embd_pdrop", 0.1);
        AttentionDropout = config.GetDouble("attn_pdrop", 0.1);
        ResidualDropout = config.GetDouble("resid_pdrop", 0.1);
        ScaleAttnWeights = config.GetBool("scale_attn_weights", true);
        ScaleAttnByInverseLayerIdx = config.GetBool("scale_attn_by_inverse_layer_idx", false);
    }

    /// <summary>Width of the feed-forward layer.</summary>
    public int IntermediateSize { get; }

    /// <summary>Name of the feed-forward activation.</summary>
    public string ActivationFunction { get; }

    /// <summary>Added to the variance in layer normalisation.</summary>
    public double LayerNormEpsilon { get; }

    /// <summary>Dropout on token and position vectors.</summary>
    public double EmbeddingDropout { get; }

    /// <summary>Dropout on attention weights.</summary>
    public double AttentionDropout { get; }

    /// <summary>Dropout on sub-layer outputs.</summary>
    public double ResidualDropout { get; }

    /// <summary>Whether attention scores are divided by the square root of the head size.</summary>
    public bool ScaleAttnWeights { get; }

    /// <summary>Whether attention scores are divided by the layer's number, counted from 1.</summary>
    public bool ScaleAttnByInverseLayerIdx { get; }

    /// <summary>What a layer's attention scores are multiplied by.</summary>
    internal double ScaleOf(int layer) =>
        (ScaleAttnWeights ? 1 / Math.Sqrt(HeadDim) : 1) / (ScaleAttnByInverseLayerIdx ? layer + 1 : 1);
}
