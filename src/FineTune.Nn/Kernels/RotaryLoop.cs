using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Nn;

/// <summary>The loop of rotary positions.</summary>
internal static class RotaryLoop
{
    /// <summary>Turns every head of some tokens.</summary>
    /// <param name="input"><c>[tokens, heads, head_dim]</c>.</param>
    /// <param name="cos"><c>[tokens, head_dim]</c>.</param>
    /// <param name="sin"><c>[tokens, half]</c>.</param>
    /// <param name="head">head_dim, and half of the dimensions that turn.</param>
    /// <param name="direction">1 to turn, -1 to turn back.</param>
    /// <param name="output"><c>[tokens, heads, head_dim]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> cos,
        ReadOnlySpan<float> sin,
        (int Size, int Half) head,
        float direction,
        Span<float> output)
    {
        var (size, half) = head;
        var (lanes, tokens) = (Vector<float>.Count, cos.Length / size);
        var heads = input.Length / (tokens * size);
        for (var row = 0; row < tokens * heads; row++)
        {
            ref var x = ref MemoryMarshal.GetReference(input.Slice(row * size, size));
            ref var y = ref MemoryMarshal.GetReference(output.Slice(row * size, size));
            ref var c = ref MemoryMarshal.GetReference(cos.Slice(row / heads * size, size));
            ref var s = ref MemoryMarshal.GetReference(sin.Slice(row / heads * half, half));
            var i = 0;
            for (; i <= half - lanes; i += lanes)
            {
                var (at, other) = ((nuint)i, (nuint)(i + half));
                var (a, b) = (Vector.LoadUnsafe(ref x, at), Vector.LoadUnsafe(ref x, other));
                var turn = Vector.LoadUnsafe(ref s, at) * direction;
                ((a * Vector.LoadUnsafe(ref c, at)) - (b * turn)).StoreUnsafe(ref y, at);
                ((b * Vector.LoadUnsafe(ref c, other)) + (a * turn)).StoreUnsafe(ref y, other);
            }
            for (; i < half; i++)
            {
                var (a, b, turn) = (Unsafe.Add(ref x, i), Unsafe.Add(ref x, i + half), Unsafe.Add(ref s, i) * direction);
                Unsafe.Add(ref y, i) = (a * Unsafe.Add(ref c, i)) - (b * turn);
                Unsafe.Add(ref y, i + half) = (b * Unsafe.Add(ref c, i + half)) + (a * turn);
            }
            for (i = 2 * half; i < size; i++)
            {
                Unsafe.Add(ref y, i) = Unsafe.Add(ref x, i) * Unsafe.Add(ref c, i);
            }
        }
    }
}
