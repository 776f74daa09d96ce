using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Nn;

/// <summary>The loops of silu(gate) · up.</summary>
internal static class SwiGluLoop
{
    /// <summary>silu(gate) · up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> output)
    {
        var (count, lanes) = (output.Length, Vector<float>.Count);
        ref var g = ref MemoryMarshal.GetReference(gate);
        ref var u = ref MemoryMarshal.GetReference(up);
        ref var y = ref MemoryMarshal.GetReference(output);
        var i = 0;
        for (; i <= count - lanes; i += lanes)
        {
            var at = (nuint)i;
            var x = Vector.LoadUnsafe(ref g, at);
            (x / (Vector<float>.One + Vector.Exp(-x)) * Vector.LoadUnsafe(ref u, at)).StoreUnsafe(ref y, at);
        }
        for (; i < count; i++)
        {
            var x = Unsafe.Add(ref g, i);
            Unsafe.Add(ref y, i) = x / (1 + MathF.Exp(-x)) * Unsafe.Add(ref u, i);
        }
    }

    /// <summary>Gradients of gate and up, from the output's. Each may lie where its operand lies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        ReadOnlySpan<float> gradient,
        ReadOnlySpan<float> gate,
        ReadOnlySpan<float> up,
        Span<float> forGate,
        Span<float> forUp)
    {
        var (count, lanes, one) = (gradient.Length, Vector<float>.Count, Vector<float>.One);
        ref var d = ref MemoryMarshal.GetReference(gradient);
        ref var g = ref MemoryMarshal.GetReference(gate);
        ref var u = ref MemoryMarshal.GetReference(up);
        ref var dg = ref MemoryMarshal.GetReference(forGate);
        ref var du = ref MemoryMarshal.GetReference(forUp);
        var i = 0;
        for (; i <= count - lanes; i += lanes)
        {
            var at = (nuint)i;
            var (x, y) = (Vector.LoadUnsafe(ref g, at), Vector.LoadUnsafe(ref u, at));
            var slope = Vector.LoadUnsafe(ref d, at);
            var sigmoid = one / (one + Vector.Exp(-x));
            (slope * x * sigmoid).StoreUnsafe(ref du, at);
            (slope * y * sigmoid * (one + (x * (one - sigmoid)))).StoreUnsafe(ref dg, at);
        }
        for (; i < count; i++)
        {
            var (x, y, slope) = (Unsafe.Add(ref g, i), Unsafe.Add(ref u, i), Unsafe.Add(ref d, i));
            var sigmoid = 1 / (1 + MathF.Exp(-x));
            Unsafe.Add(ref du, i) = slope * x * sigmoid;
            Unsafe.Add(ref dg, i) = slope * y * sigmoid * (1 + (x * (1 - sigmoid)));
        }
    }
}
