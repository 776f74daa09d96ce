using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Scaled dot-product attention (arXiv:1706.03762, eq. 1) over packed sequences: each token sees its own
/// sequence and nothing else. The only place that knows where sequences begin and end.</summary>
public sealed class PackedAttention
{
    private readonly AttentionShape _shape;
    private readonly AttentionKernel _kernel;

    /// <summary>Sets attention up.</summary>
    /// <param name="shape">Heads, and what a token sees.</param>
    /// <param name="dropout">Applied to the attention weights.</param>
    public PackedAttention(AttentionShape shape, Dropout dropout)
    {
        _shape = shape;
        _kernel = new AttentionKernel(shape, dropout);
    }

    /// <summary>Sets up attention in which a token sees all of its sequence.</summary>
    /// <param name="heads">Number of heads.</param>
    /// <param name="headDim">Size of a head; scores are divided by its square root.</param>
    /// <param name="dropout">Applied to the attention weights.</param>
    public PackedAttention(long heads, long headDim, Dropout dropout)
        : this(new AttentionShape { Heads = heads, HeadDim = headDim }, dropout)
    {
    }

    /// <summary>Attends from every token.</summary>
    /// <param name="query"><c>[tokens, heads * head_dim]</c> or <c>[tokens, heads, head_dim]</c>.</param>
    /// <param name="key"><c>[tokens, kv_heads * head_dim]</c> or <c>[tokens, kv_heads, head_dim]</c>.</param>
    /// <param name="value">As the keys.</param>
    /// <param name="layout">Where the sequences lie.</param>
    /// <param name="cache">Where keys and values of earlier tokens come from and the batch's are added; null for
    /// none.</param>
    /// <param name="lead">Keys and values in front of every sequence's own; null for none.</param>
    /// <returns><c>[tokens, heads * head_dim]</c>.</returns>
    public Tensor Forward(
        Tensor query, Tensor key, Tensor value, SequenceLayout layout, CacheLayer? cache = null, LeadingKeys? lead = null)
    {
        if (lead is not null)
        {
            // Queries without a meaning in front keep queries and keys in step; what they find is dropped.
            var rows = lead.Rows;
            return rows.Real(Forward(
                rows.Stretch(query), lead.BeforeKeys(key), lead.BeforeValues(value), rows.Layout, cache));
        }
        var queries = query.view(-1, _shape.Heads, _shape.HeadDim);
        var keys = key.view(-1, _shape.KeyValueHeads, _shape.HeadDim);
        var values = value.view(-1, _shape.KeyValueHeads, _shape.HeadDim);
        if (cache is { } place)
        {
            place.Append(keys, values);
            if (place.Pass.HasPast)
            {
                return BehindCache(queries, place);
            }
        }
        if (_kernel.AttendPacked(queries, keys, values, layout, onePerSequence: false) is { } packed)
        {
            return packed.reshape(-1, _shape.Width);
        }
        var groups = layout.Groups(_shape.Width);
        Tensor[] parts =
        [
            .. groups.Select(g => Remaking.Through(AllTokens(queries, keys, values, g), g.Real)),
            .. layout.Continuations.Select(g => g.Real(Flat(_kernel.Attend(
                g.Queries(queries), g.Keys(keys), g.Keys(values), g.Mask(query.dtype, _shape.Window))))),
        ];
        var joined = parts.Length == 1 ? parts[0] : cat(parts, 0);
        return layout.RestoreTokens is { } order ? joined.index_select(0, order) : joined;
    }

    /// <summary>Attends from one token of each sequence, such as the one that a classifier pools. Where attention is
    /// causal that is the last one.</summary>
    /// <param name="query"><c>[sequences, heads * head_dim]</c> or <c>[sequences, heads, head_dim]</c>.</param>
    /// <param name="key"><c>[tokens, kv_heads * head_dim]</c> or <c>[tokens, kv_heads, head_dim]</c>.</param>
    /// <param name="value">As the keys.</param>
    /// <param name="layout">Where the sequences lie.</param>
    /// <param name="lead">Keys and values in front of every sequence's own; null for none.</param>
    /// <returns><c>[sequences, heads * head_dim]</c>.</returns>
    public Tensor ForwardOnePerSequence(
        Tensor query, Tensor key, Tensor value, SequenceLayout layout, LeadingKeys? lead = null)
    {
        if (lead is not null)
        {
            return ForwardOnePerSequence(query, lead.BeforeKeys(key), lead.BeforeValues(value), lead.Rows.Layout);
        }
        var queries = query.view(-1, _shape.Heads, _shape.HeadDim);
        var keys = key.view(-1, _shape.KeyValueHeads, _shape.HeadDim);
        var values = value.view(-1, _shape.KeyValueHeads, _shape.HeadDim);
        if (_kernel.AttendPacked(queries, keys, values, layout, onePerSequence: true) is { } packed)
        {
            return packed.reshape(-1, _shape.Width);
        }
        var groups = layout.Groups(_shape.Width);
        var parts = Array.ConvertAll(groups, g => Flat(_kernel.Attend(
            g.Sequences(queries), g.Tokens(keys), g.Tokens(values), g.KeyMask(query.dtype, _shape.Window))));
        var joined = parts.Length == 1 ? parts[0] : cat(parts, 0);
        return layout.RestoreSequences is { } order ? joined.index_select(0, order) : joined;
    }

    private Tensor AllTokens(Tensor queries, Tensor keys, Tensor values, AttentionGroup group)
    {
        var (query, key, value) = (group.Tokens(queries), group.Tokens(keys), group.Tokens(values));
        return Flat(
            // Padding lies behind every real token, where causal queries do not look.
            _shape.Causal
                ? _kernel.AttendCausally(query, key, value, group)
                : _kernel.Attend(query, key, value, group.KeyMask(query.dtype, window: null)));
    }

    private Tensor BehindCache(Tensor queries, CacheLayer place)
    {
        var pass = place.Pass;
        var query = pass.Rectangle(queries);                                   // [sequences, heads, new, head_dim]
        var (key, value) = place.Stored(_shape.Window);                        // [sequences, kv_heads, keys, head_dim]
        var mask = pass.Mask(query.dtype, key.shape[2], _shape.Window);
        return pass.Real(Flat(_kernel.Attend(query, key, value, mask)));
    }

    private Tensor Flat(Tensor context) => Remaking.Through(context, c => c.transpose(1, 2).reshape(-1, _shape.Width));
}
