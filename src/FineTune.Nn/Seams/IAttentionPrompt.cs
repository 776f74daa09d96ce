using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Vectors to which the queries of one layer attend apart from their sequence.</summary>
public interface IAttentionPrompt
{
    /// <summary>Whether it acts; false while the adapter is off.</summary>
    bool Enabled { get; }

    /// <summary>Whether the result is added behind attention's output projection instead of before it.</summary>
    bool BehindOutput { get; }

    /// <summary>The vectors, of which the layer's own projections make keys and values.</summary>
    /// <returns><c>[count, hidden]</c>, float32.</returns>
    Tensor Vectors();

    /// <summary>What the queries find.</summary>
    /// <param name="query"><c>[tokens, heads, head_dim]</c>.</param>
    /// <param name="keys"><c>[count, kv_heads, head_dim]</c>.</param>
    /// <param name="values">As the keys.</param>
    /// <returns><c>[tokens, heads * head_dim]</c>, of the query's type.</returns>
    Tensor Attend(Tensor query, Tensor keys, Tensor values);
}
