using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>The place of one layer in a cache, during one pass.</summary>
/// <param name="Pass">The pass.</param>
/// <param name="Index">The layer's number.</param>
public readonly record struct CacheLayer(CachePass Pass, int Index)
{
    /// <summary>Adds the batch's keys and values.</summary>
    /// <param name="keys"><c>[tokens, kv_heads, head_dim]</c>.</param>
    /// <param name="values">As the keys.</param>
    internal void Append(Tensor keys, Tensor values) => Pass.Append(Index, keys, values);

    /// <summary>Keys and values of all tokens, the batch's included, as far back as any query sees.</summary>
    /// <param name="window">How many keys a query sees; null for all.</param>
    /// <returns>Each <c>[sequences, kv_heads, keys, head_dim]</c>.</returns>
    internal (Tensor Keys, Tensor Values) Stored(int? window) => Pass.Stored(Index, window);
}
