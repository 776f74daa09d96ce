using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Scaled dot-product attention (arXiv:1706.03762, eq. 1) over packed sequences: each token sees its own
/// sequence and nothing else. The only place that knows where sequences begin and end.</summary>
public sealed class PackedAttention
{
    private readonly long _heads;
    private readonly long _width;
    private readonly Dropout _dropout;

    /// <summary>Sets attention up.</summary>
    /// <param name="heads">Number of heads.</param>
    /// <param name="headDim">Size of a head; scores are divided by its square root.</param>
    /// <param name="dropout">Applied to the attention weights.</param>
    public PackedAttention(long heads, long headDim, Dropout dropout)
    {
        _heads = heads;
        _width = heads * headDim;
        _dropout = dropout;
    }

    /// <summary>Attends from every token.</summary>
    /// <param name="query"><c>[tokens, heads * head_dim]</c>.</param>
    /// <param name="key"><c>[tokens, heads * head_dim]</c>.</param>
    /// <param name="value"><c>[tokens, heads * head_dim]</c>.</param>
    /// <param name="layout">Where the sequences lie.</param>
    /// <returns><c>[tokens, heads * head_dim]</c>.</returns>
    public Tensor Forward(Tensor query, Tensor key, Tensor value, SequenceLayout layout)
    {
        var groups = layout.Groups(_width);
        var parts = Array.ConvertAll(groups, g => g.Real(Attend(g.Tokens(query, _heads), key, value, g)));
        var joined = parts.Length == 1 ? parts[0] : cat(parts, 0);
        return layout.RestoreTokens is { } order ? joined.index_select(0, order) : joined;
    }

    /// <summary>Attends from one token of each sequence, such as the one that a classifier pools.</summary>
    /// <param name="query"><c>[sequences, heads * head_dim]</c>.</param>
    /// <param name="key"><c>[tokens, heads * head_dim]</c>.</param>
    /// <param name="value"><c>[tokens, heads * head_dim]</c>.</param>
    /// <param name="layout">Where the sequences lie.</param>
    /// <returns><c>[sequences, heads * head_dim]</c>.</returns>
    public Tensor ForwardOnePerSequence(Tensor query, Tensor key, Tensor value, SequenceLayout layout)
    {
        var groups = layout.Groups(_width);
        var parts = Array.ConvertAll(groups, g => Attend(g.Sequences(query, _heads), key, value, g));
        var joined = parts.Length == 1 ? parts[0] : cat(parts, 0);
        return layout.RestoreSequences is { } order ? joined.index_select(0, order) : joined;
    }

    private Tensor Attend(Tensor query, Tensor key, Tensor value, AttentionGroup group)
    {
        var context = nn.functional.scaled_dot_product_attention(
            query,                                                 // [sequences, heads, queries, head_dim]
            group.Tokens(key, _heads),                             // [sequences, heads, length, head_dim]
            group.Tokens(value, _heads),
            group.Mask(query.dtype),
            _dropout.Active);
        return context.transpose(1, 2).reshape(-1, _width);        // [sequences * queries, width]
    }
}
