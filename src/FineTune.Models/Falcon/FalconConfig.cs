using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a Falcon (arXiv:2311.16867).</summary>
public sealed record FalconConfig : DecoderConfig
{
    internal FalconConfig(HfConfig config)
        : base(config, new DecoderKeys { Tied = true })
    {
        NewDecoderArchitecture = config.GetBool("new_decoder_architecture", false);
        MultiQuery = config.GetBool("multi_query", true);
        NumKeyValueHeads = NewDecoderArchitecture ? config.Size("num_kv_heads", NumAttentionHeads)
            : MultiQuery ? 1
            : NumAttentionHeads;
        config.Check(
            NumKeyValueHeads <= 0 || NumAttentionHeads % NumKeyValueHeads == 0,
            "num_kv_heads",
            $"a divisor of num_attention_heads ({NumAttentionHeads})");
        ParallelAttn = NewDecoderArchitecture || config.GetBool("parallel_attn", true);
        TwoNorms = config.GetInt("num_ln_in_parallel_attn", NewDecoderArchitecture ? 2 : 1) == 2;
        Bias = config.GetBool("bias", false);
        FfnHiddenSize = config.Size("ffn_hidden_size", 4 * HiddenSize);
        Activation = config.Activation("activation", "gelu");
        LayerNormEpsilon = config.GetDouble("layer_norm_epsilon", 1e-5);
        AttentionDropout = config.GetDouble("attention_dropout", 0);
        HiddenDropout = config.GetDouble("hidden_dropout", 0);
        Rotary = config.GetBool("alibi", false) ? null : config.Rope(HeadDim, MaxPositionEmbeddings);
    }

    /// <summary>Whether key heads come grouped with their query heads.</summary>
    public bool NewDecoderArchitecture { get; }

    /// <summary>Whether the old architecture has a single key head.</summary>
    public bool MultiQuery { get; }

    /// <summary>Whether attention and feed-forward work side by side.</summary>
    public bool ParallelAttn { get; }

    /// <summary>Whether they have a norm each when they do.</summary>
    public bool TwoNorms { get; }

    /// <summary>Whether linear layers have biases.</summary>
    public bool Bias { get; }

    /// <summary>Width of the feed-forward layer.</summary>
    public int FfnHiddenSize { get; }

    /// <summary>Name of the feed-forward activation.</summary>
    public string Activation { get; }

    /// <summary>Added to the variance in layer normalisation.</summary>
    public double LayerNormEpsilon { get; }

    /// <summary>Dropout on attention weights.</summary>
    public double AttentionDropout { get; }

    /// <summary>Dropout on sub-layer outputs.</summary>
    public double HiddenDropout { get; }

    /// <summary>Positions; null where heads have linear biases instead.</summary>
    public Rotary? Rotary { get; }

    /// <summary>Heads, and their linear biases where there are any.</summary>
    internal AttentionShape AttentionWithBias() =>
        Attention() with { AlibiSlopes = Rotary is null ? Slopes(NumAttentionHeads) : null };

    /// <summary>A falling geometric series; heads beyond a power of two take every other term of the finer one
    /// (arXiv:2108.12409, section 3).</summary>
    private static IReadOnlyList<float> Slopes(int heads)
    {
        var power = 1 << (int)Math.Log2(heads);
        return
        [
            .. Enumerable.Range(1, power).Select(i => Slope(power, i)),
            .. Enumerable.Range(0, heads - power).Select(i => Slope(2 * power, (2 * i) + 1)),
        ];

        static float Slope(int of, int index) => (float)Math.Pow(2, -8.0 * index / of);
    }
}
