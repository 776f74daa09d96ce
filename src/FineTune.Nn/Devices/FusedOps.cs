using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Operations of a model's inner loop as one native call each, gradients included. Each returns null where there
/// is no such call for its tensors; then the plain operations do it.</summary>
public static class FusedOps
{
    private static readonly ConditionalWeakTable<Tensor, GatedFactors> Factors = [];

    /// <summary>A frozen linear layer with a low-rank update: x Wᵀ + b + s · z Aᵀ Bᵀ (arXiv:2106.09685, eq. 3). The update
    /// is computed in the input's type; gradients of A and B are float32.</summary>
    /// <param name="input">x, <c>[tokens, in]</c>, of the weight's type.</param>
    /// <param name="dropped">z, x after dropout, or x itself.</param>
    /// <param name="weight">W, <c>[out, in]</c>.</param>
    /// <param name="bias">b, <c>[out]</c>; null for none.</param>
    /// <param name="a">A, <c>[rank, in]</c>, float32.</param>
    /// <param name="b">B, <c>[out, rank]</c>, float32.</param>
    /// <param name="scaling">s.</param>
    /// <returns><c>[tokens, out]</c>, or null.</returns>
    public static Tensor? LoraLinear(
        Tensor input, Tensor dropped, Tensor weight, Tensor? bias, Tensor a, Tensor b, double scaling)
    {
        if (!Takes(input) || input.dtype != weight.dtype || (bias is not null && bias.dtype != weight.dtype))
        {
            return null;
        }
        var made = ReferenceEquals(input, dropped) && Factors.TryGetValue(input, out var factors) ? factors : null;
        var call = new LoraCall(bias?.Handle ?? 0, made?.Gate.Handle ?? 0, made?.Up.Handle ?? 0, scaling);
        return Kept(
            NativeCalls.ft_lora_linear(input.Handle, dropped.Handle, weight.Handle, a.Handle, b.Handle, call),
            input, dropped, weight, bias, a, b, made?.Gate, made?.Up);
    }

    /// <summary>silu(gate) · up, keeping nothing but its inputs.</summary>
    /// <param name="gate"><c>[tokens, inter]</c>.</param>
    /// <param name="up"><c>[tokens, inter]</c>.</param>
    internal static Tensor? GatedProduct(Tensor gate, Tensor up)
    {
        if (!Takes(gate))
        {
            return null;
        }
        var product = Kept(NativeCalls.ft_gated_product(gate.Handle, up.Handle), gate, up)!;
        Factors.Add(product, new GatedFactors(gate, up));
        return product;
    }

    /// <summary>Turns every head of every token.</summary>
    /// <param name="heads"><c>[tokens, heads, head_dim]</c>.</param>
    /// <param name="cos"><c>[tokens, 1, head_dim]</c>.</param>
    /// <param name="sin"><c>[tokens, 1, half]</c>.</param>
    internal static Tensor? Rotated(Tensor heads, Tensor cos, Tensor sin) =>
        Takes(heads) ? Kept(NativeCalls.ft_rotate(heads.Handle, cos.Handle, sin.Handle), heads, cos, sin) : null;

    /// <summary>x / sqrt(mean x² + eps) · scale over the last dimension.</summary>
    /// <param name="input"><c>[..., width]</c>.</param>
    /// <param name="scale"><c>[width]</c>, of the input's type.</param>
    /// <param name="eps">Added to the mean square.</param>
    internal static Tensor? RmsNorm(Tensor input, Tensor scale, double eps) =>
        Takes(input) && input.dtype == scale.dtype
            ? Kept(NativeCalls.ft_rms_norm(input.Handle, scale.Handle, eps), input, scale)
            : null;

    /// <summary>Attention over sequences that lie end to end.</summary>
    /// <param name="query"><c>[queries, heads, head_dim]</c>.</param>
    /// <param name="key"><c>[keys, kv_heads, head_dim]</c>.</param>
    /// <param name="value">As the keys.</param>
    /// <param name="queryOffsets"><c>[sequences + 1]</c>, int32, on the device.</param>
    /// <param name="keyOffsets">The same of the keys.</param>
    /// <param name="call">The rest; its handles are filled in.</param>
    /// <returns><c>[queries, heads, head_dim]</c>, or null.</returns>
    internal static Tensor? Varlen(
        Tensor query, Tensor key, Tensor value, Tensor queryOffsets, Tensor keyOffsets, VarlenCall call) =>
        Takes(query)
            ? Kept(
                NativeCalls.ft_varlen_attention(
                    query.Handle, key.Handle, value.Handle,
                    call with { QueryOffsets = queryOffsets.Handle, KeyOffsets = keyOffsets.Handle }),
                query, key, value, queryOffsets, keyOffsets)
            : null;

    private static bool Takes(Tensor tensor) => NativeCalls.There && DevicePath.Takes(tensor);

    // The inputs must outlive the call.
    private static Tensor? Kept(nint result, params ReadOnlySpan<Tensor?> inputs)
    {
        foreach (var input in inputs)
        {
            GC.KeepAlive(input);
        }
        return NativeCalls.Result(result);
    }

    // Of a gated product, by the product.
    private sealed record GatedFactors(Tensor Gate, Tensor Up);
}
