namespace FineTune.Models;

/// <summary>What a family calls its sizes in <c>config.json</c>, and what they are where it says nothing.</summary>
internal sealed record DecoderKeys
{
    public string HiddenSize { get; init; } = "hidden_size";

    public string NumHiddenLayers { get; init; } = "num_hidden_layers";

    public string NumAttentionHeads { get; init; } = "num_attention_heads";

    public string MaxPositionEmbeddings { get; init; } = "max_position_embeddings";

    /// <summary>Default of <c>max_position_embeddings</c>.</summary>
    public int MaxPositions { get; init; } = 2048;

    /// <summary>Default of <c>num_key_value_heads</c>; null for as many as query heads.</summary>
    public int? KeyValueHeads { get; init; }

    /// <summary>Default of <c>head_dim</c>; null for hidden size / heads.</summary>
    public int? HeadDim { get; init; }

    /// <summary>Default of <c>tie_word_embeddings</c>.</summary>
    public bool Tied { get; init; }
}
