using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of any decoder; names and defaults are transformers'.</summary>
public abstract record DecoderConfig
{
    private protected DecoderConfig(HfConfig config, DecoderKeys keys)
    {
        VocabSize = config.Size("vocab_size");
        HiddenSize = config.Size(keys.HiddenSize);
        NumHiddenLayers = config.Size(keys.NumHiddenLayers);
        NumAttentionHeads = config.Size(keys.NumAttentionHeads);
        NumKeyValueHeads = config.Size("num_key_value_heads", keys.KeyValueHeads ?? NumAttentionHeads);
        HeadDim = config.Size("head_dim", keys.HeadDim ?? HiddenSize / Math.Max(1, NumAttentionHeads));
        MaxPositionEmbeddings = config.Size(keys.MaxPositionEmbeddings, keys.MaxPositions);
        TieWordEmbeddings = config.GetBool("tie_word_embeddings", keys.Tied);
        InitializerRange = config.GetDouble("initializer_range", 0.02);
        NumLabels = config.NumLabels();
        var divided = config.Has("head_dim") || keys.HeadDim is not null
            || NumAttentionHeads <= 0 || HiddenSize % NumAttentionHeads == 0;
        config.Check(divided, keys.NumAttentionHeads, $"a divisor of {keys.HiddenSize} ({HiddenSize})");
        config.Check(
            NumKeyValueHeads <= 0 || NumAttentionHeads % NumKeyValueHeads == 0,
            "num_key_value_heads",
            $"a divisor of {keys.NumAttentionHeads} ({NumAttentionHeads})");
    }

    /// <summary>Rows of the token table.</summary>
    public int VocabSize { get; }

    /// <summary>Width of a token's vector.</summary>
    public int HiddenSize { get; }

    /// <summary>Number of layers.</summary>
    public int NumHiddenLayers { get; }

    /// <summary>Number of query heads.</summary>
    public int NumAttentionHeads { get; }

    /// <summary>Number of key and value heads; divides that of query heads.</summary>
    public int NumKeyValueHeads { get; protected init; }

    /// <summary>Size of a head.</summary>
    public int HeadDim { get; }

    /// <summary>Longest sequence.</summary>
    public int MaxPositionEmbeddings { get; }

    /// <summary>Whether the head over the vocabulary is the token table.</summary>
    public bool TieWordEmbeddings { get; }

    /// <summary>Standard deviation of freshly made weights.</summary>
    public double InitializerRange { get; }

    /// <summary>Number of outputs of a classifier.</summary>
    public int NumLabels { get; }

    /// <summary>Sizes as adapters want them.</summary>
    internal BodyShape Body =>
        new(NumHiddenLayers, HiddenSize, NumAttentionHeads, NumKeyValueHeads, HeadDim, MaxPositionEmbeddings);

    /// <summary>Heads as attention wants them.</summary>
    /// <param name="window">How many tokens a query sees; null for all.</param>
    internal AttentionShape Attention(int? window = null) => new()
    {
        Heads = NumAttentionHeads,
        KeyValueHeads = NumKeyValueHeads,
        HeadDim = HeadDim,
        Window = window,
    };
}
