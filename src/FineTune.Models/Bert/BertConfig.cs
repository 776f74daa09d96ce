using System.Text.Json.Nodes;
using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a BERT (arXiv:1810.04805); names and defaults are transformers'.</summary>
public sealed record BertConfig
{
    /// <summary>Rows of the word table.</summary>
    public required int VocabSize { get; init; }

    /// <summary>Width of a token's vector.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of encoder layers.</summary>
    public required int NumHiddenLayers { get; init; }

    /// <summary>Number of attention heads; divides the hidden size.</summary>
    public required int NumAttentionHeads { get; init; }

    /// <summary>Width of the feed-forward layer.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Name of the feed-forward activation.</summary>
    public required string HiddenAct { get; init; }

    /// <summary>Dropout on embeddings and sub-layer outputs.</summary>
    public required double HiddenDropoutProb { get; init; }

    /// <summary>Dropout on attention weights.</summary>
    public required double AttentionProbsDropoutProb { get; init; }

    /// <summary>Dropout before the classifier.</summary>
    public required double ClassifierDropout { get; init; }

    /// <summary>Longest sequence.</summary>
    public required int MaxPositionEmbeddings { get; init; }

    /// <summary>Number of segment types.</summary>
    public required int TypeVocabSize { get; init; }

    /// <summary>Added to the variance in layer normalisation.</summary>
    public required double LayerNormEps { get; init; }

    /// <summary>Standard deviation of freshly made weights.</summary>
    public required double InitializerRange { get; init; }

    /// <summary>Number of outputs of the classifier.</summary>
    public required int NumLabels { get; init; }

    /// <summary>Sizes as adapters want them.</summary>
    internal BodyShape Body => new(
        NumHiddenLayers, HiddenSize, NumAttentionHeads, NumAttentionHeads, HiddenSize / NumAttentionHeads,
        MaxPositionEmbeddings);

    /// <summary>Reads the record out of a configuration.</summary>
    /// <exception cref="CheckpointException">A key is missing or holds something else, or the model is of a kind that
    /// is not built here.</exception>
    public static BertConfig From(HfConfig config) => config.Bind(Read);

    private static BertConfig Read(HfConfig config)
    {
        config.Only("position_embedding_type", JsonValue.Create("absolute"));
        config.Only("is_decoder", JsonValue.Create(false));
        var hidden = config.Size("hidden_size");
        var heads = config.Size("num_attention_heads");
        config.Check(heads <= 0 || hidden % heads == 0, "num_attention_heads", $"a divisor of hidden_size ({hidden})");
        var hiddenDropout = config.GetDouble("hidden_dropout_prob", 0.1);
        return new BertConfig
        {
            VocabSize = config.Size("vocab_size"),
            HiddenSize = hidden,
            NumHiddenLayers = config.Size("num_hidden_layers"),
            NumAttentionHeads = heads,
            IntermediateSize = config.Size("intermediate_size"),
            HiddenAct = config.Activation("hidden_act", "gelu"),
            HiddenDropoutProb = hiddenDropout,
            AttentionProbsDropoutProb = config.GetDouble("attention_probs_dropout_prob", 0.1),
            ClassifierDropout = config.GetDouble("classifier_dropout", hiddenDropout),
            MaxPositionEmbeddings = config.Size("max_position_embeddings", 512),
            TypeVocabSize = config.Size("type_vocab_size", 2),
            LayerNormEps = config.GetDouble("layer_norm_eps", 1e-12),
            InitializerRange = config.GetDouble("initializer_range", 0.02),
            NumLabels = config.NumLabels(),
        };
    }
}
