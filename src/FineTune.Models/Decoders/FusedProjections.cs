using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>Queries, keys and values from one linear layer.</summary>
internal sealed class FusedProjections : IProjections
{
    private readonly ILinear _all;
    private readonly AttentionShape _shape;
    private readonly bool _byKeyHead;

    private FusedProjections(ILinear all, AttentionShape shape, bool byKeyHead)
    {
        _all = all;
        _shape = shape;
        _byKeyHead = byKeyHead;
    }

    /// <summary>All query heads, then all key heads, then all value heads.</summary>
    public static FusedProjections Stacked(ILinear all, AttentionShape shape) => new(all, shape, byKeyHead: false);

    /// <summary>For each key head the query heads that share it, then itself, then its value head.</summary>
    public static FusedProjections ByKeyHead(ILinear all, AttentionShape shape) => new(all, shape, byKeyHead: true);

    /// <summary>Outputs of a layer that makes all three.</summary>
    public static long Width(AttentionShape shape) => (shape.Heads + (2 * shape.KeyValueHeads)) * shape.HeadDim;

    public (Tensor Query, Tensor Key, Tensor Value) Forward(Tensor input, DecoderPass pass)
    {
        var rows = _all.Forward(input);
        var (query, key, value) = _byKeyHead ? ByKeyHead(rows) : Stacked(rows);
        return (pass.Wanted(query), key, value);
    }

    private (Tensor, Tensor, Tensor) Stacked(Tensor rows)
    {
        var heads = rows.unflatten(1, -1, _shape.HeadDim);                     // [tokens, heads + 2 kv_heads, head_dim]
        var (queries, keys) = (_shape.Heads, _shape.KeyValueHeads);
        return (heads.narrow(1, 0, queries), heads.narrow(1, queries, keys), heads.narrow(1, queries + keys, keys));
    }

    private (Tensor, Tensor, Tensor) ByKeyHead(Tensor rows)
    {
        var shared = _shape.Heads / _shape.KeyValueHeads;
        var heads = rows.unflatten(1, _shape.KeyValueHeads, shared + 2, _shape.HeadDim);
        // [tokens, kv_heads, shared + 2, head_dim]; with one query head each, joining heads is a view.
        var query = heads.narrow(2, 0, shared);
        return (query.flatten(1, 2), heads.select(2, shared), heads.select(2, shared + 1));
    }
}
