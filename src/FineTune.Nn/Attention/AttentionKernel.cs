using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Attention on rectangles: fused where libtorch has it, else the formula spelled out.</summary>
internal sealed class AttentionKernel
{
    private readonly AttentionShape _shape;
    private readonly Dropout _dropout;
    private readonly bool _fusable;

    public AttentionKernel(AttentionShape shape, Dropout dropout)
    {
        _shape = shape;
        _dropout = dropout;
        _fusable = shape.SoftCap is null && shape.AlibiSlopes is null;
    }

    /// <summary>Attends to every key that a mask leaves open.</summary>
    /// <param name="query"><c>[sequences, heads, queries, head_dim]</c>.</param>
    /// <param name="key"><c>[sequences, kv_heads, keys, head_dim]</c>.</param>
    /// <param name="value"><c>[sequences, kv_heads, keys, head_dim]</c>.</param>
    /// <param name="mask">0 and -inf, broadcast to <c>[sequences, heads, queries, keys]</c>; null for none.</param>
    /// <returns><c>[sequences, heads, queries, head_dim]</c>.</returns>
    public Tensor Attend(Tensor query, Tensor key, Tensor value, Tensor? mask) =>
        _fusable && (_shape.HeadsPerKey == 1 || query.shape[2] > 1)
            ? Fused(query, key, value, mask, causal: false)
            : Spelled(query, key, value, mask);

    /// <summary>Attends from each query to the keys up to its own place.</summary>
    /// <param name="query"><c>[sequences, heads, length, head_dim]</c>.</param>
    /// <param name="key"><c>[sequences, kv_heads, length, head_dim]</c>.</param>
    /// <param name="value"><c>[sequences, kv_heads, length, head_dim]</c>.</param>
    /// <param name="group">The sequences.</param>
    /// <returns><c>[sequences, heads, length, head_dim]</c>.</returns>
    public Tensor AttendCausally(Tensor query, Tensor key, Tensor value, AttentionGroup group)
    {
        // libtorch's fused kernel is best where it has one, which on a CPU it mostly has not.
        if (_dropout.Active == 0 && !DevicePath.Takes(query))
        {
            return BlockAttention.Attend(query, key, value, _shape);
        }
        var window = _shape.Window < group.Length ? _shape.Window : null;
        return _fusable && window is null
            ? Fused(query, key, value, mask: null, causal: true)
            : Attend(query, key, value, group.Band(query.dtype, window));
    }

    /// <summary>Attends within sequences that lie end to end, without bringing them to one length.</summary>
    /// <param name="query"><c>[queries, heads, head_dim]</c>: every token's, or one of each sequence.</param>
    /// <param name="key"><c>[tokens, kv_heads, head_dim]</c>.</param>
    /// <param name="value">As the keys.</param>
    /// <param name="layout">Where the sequences lie.</param>
    /// <param name="onePerSequence">Whether there is one query for each sequence, which stands at its end.</param>
    /// <returns><c>[queries, heads, head_dim]</c>; null where libtorch has no kernel for it.</returns>
    public Tensor? AttendPacked(Tensor query, Tensor key, Tensor value, SequenceLayout layout, bool onePerSequence)
    {
        // With one query and grouped heads the kernel swaps heads for queries, which its backward pass does not undo.
        var swaps = onePerSequence && _shape.HeadsPerKey > 1;
        if (!_fusable || swaps || layout.HasContexts || !DevicePath.Takes(query))
        {
            return null;
        }
        var call = new VarlenCall
        {
            LongestQuery = onePerSequence ? 1 : layout.Longest,
            LongestKey = layout.Longest,
            Window = _shape.Window < layout.Longest ? _shape.Window.Value : 0,
            Dropout = _dropout.Active,
            Scale = _shape.ScaleOrDefault,
            Causal = _shape.Causal && !onePerSequence ? 1 : 0,
        };
        return FusedOps.Varlen(
            query, key, value, onePerSequence ? layout.DeviceCounts : layout.DeviceOffsets, layout.DeviceOffsets, call);
    }

    private Tensor Fused(Tensor query, Tensor key, Tensor value, Tensor? mask, bool causal)
    {
        // The fused kernel divides by sqrt(head_dim) and nothing else.
        var scaled = _shape.Scale is { } scale ? query * (scale * Math.Sqrt(_shape.HeadDim)) : query;
        return nn.functional.scaled_dot_product_attention(
            scaled, ForEachHead(key), ForEachHead(value), mask, _dropout.Active, causal);
    }

    private Tensor Spelled(Tensor query, Tensor key, Tensor value, Tensor? mask)
    {
        var (sequences, queries, keys) = (query.shape[0], query.shape[2], key.shape[2]);
        // The queries that share a key head are rows of one product, so that no key is repeated.
        var rows = query.reshape(sequences, _shape.KeyValueHeads, -1, _shape.HeadDim);
        var scores = (rows * _shape.ScaleOrDefault).matmul(key.transpose(2, 3));
        if (_shape.SoftCap is { } cap)
        {
            scores = (scores / cap).tanh() * cap;
        }
        scores = scores.view(sequences, _shape.Heads, queries, keys);
        if (_shape.AlibiSlopes is { } slopes)
        {
            scores = scores + AttentionMasks.Alibi(slopes, keys, query.dtype, query.device) * _shape.ScaleOrDefault;
        }
        if (mask is not null)
        {
            scores = scores + mask;
        }
        var weights = _dropout.Forward(nn.functional.softmax(scores, -1));
        return weights.view(sequences, _shape.KeyValueHeads, -1, keys).matmul(value)
            .view(sequences, _shape.Heads, queries, -1);
    }

    private Tensor ForEachHead(Tensor keys)
    {
        var repeats = _shape.HeadsPerKey;
        var (sequences, heads, length, size) = (keys.shape[0], keys.shape[1], keys.shape[2], keys.shape[3]);
        return repeats == 1
            ? keys
            : keys.unsqueeze(2).expand(sequences, heads, repeats, length, size)
                .reshape(sequences, heads * repeats, length, size);
    }
}
