using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>What is added to attention scores before the softmax.</summary>
internal static class AttentionMasks
{
    /// <summary>0 where a query sees a key, -inf where it does not.</summary>
    /// <param name="hidden">True where it does not.</param>
    /// <param name="dtype">Type of the scores.</param>
    public static Tensor FromHidden(Tensor hidden, ScalarType dtype)
    {
        using var guard = no_grad();
        return zeros(hidden.shape, dtype, hidden.device).masked_fill_(hidden, double.NegativeInfinity);
    }

    /// <summary>A causal mask for queries and keys of one sequence.</summary>
    /// <param name="length">Number of queries and of keys.</param>
    /// <param name="window">How many keys a query sees, its own included; null for all.</param>
    /// <param name="dtype">Type of the scores.</param>
    /// <param name="device">Where it is made.</param>
    /// <returns><c>[length, length]</c>.</returns>
    public static Tensor Band(long length, int? window, ScalarType dtype, Device device)
    {
        using var guard = no_grad();
        var place = arange(length, int64, device);
        var distance = place.unsqueeze(1) - place;                             // [queries, keys]
        return FromHidden(Unseen(distance, window), dtype);
    }

    /// <summary>Which keys are out of a causal query's sight.</summary>
    /// <param name="distance">The query's position less the key's.</param>
    /// <param name="window">How many keys a query sees, its own included; null for all.</param>
    public static Tensor Unseen(Tensor distance, int? window)
    {
        var later = distance.lt(0);
        return window is { } width ? later.logical_or_(distance.ge(width)) : later;
    }

    /// <summary>The linear bias of each head, rounded to bfloat16 as the checkpoints that use it were trained
    /// (<c>build_alibi_tensor</c> in transformers' <c>modeling_falcon.py</c>).</summary>
    /// <returns><c>[heads, 1, keys]</c>.</returns>
    public static Tensor Alibi(IReadOnlyList<float> slopes, long keys, ScalarType dtype, Device device)
    {
        using var guard = no_grad();
        var slope = Upload.To(device, slopes.ToArray()).to(bfloat16).view(-1, 1, 1);
        return (slope * arange(keys, int64, device)).to(dtype);
    }
}
