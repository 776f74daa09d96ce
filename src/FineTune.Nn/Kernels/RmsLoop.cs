using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Nn;

/// <summary>The loops of root-mean-square normalisation.</summary>
internal static class RmsLoop
{
    /// <summary>y = x · r · scale, r = 1 / sqrt(mean x² + eps), for each row.</summary>
    /// <param name="input"><c>[rows, width]</c>.</param>
    /// <param name="scale"><c>[width]</c>.</param>
    /// <param name="eps">Added to the mean square.</param>
    /// <param name="output"><c>[rows, width]</c>.</param>
    /// <param name="factors"><c>[rows]</c>: receives r.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> scale, double eps, Span<float> output, Span<float> factors)
    {
        var (width, lanes) = (scale.Length, Vector<float>.Count);
        ref var s = ref MemoryMarshal.GetReference(scale);
        for (var row = 0; row < factors.Length; row++)
        {
            ref var x = ref MemoryMarshal.GetReference(input.Slice(row * width, width));
            ref var y = ref MemoryMarshal.GetReference(output.Slice(row * width, width));
            var r = (float)(1 / Math.Sqrt((Dot(ref x, ref x, width) / width) + eps));
            factors[row] = r;
            var i = 0;
            for (; i <= width - lanes; i += lanes)
            {
                var at = (nuint)i;
                (Vector.LoadUnsafe(ref x, at) * r * Vector.LoadUnsafe(ref s, at)).StoreUnsafe(ref y, at);
            }
            for (; i < width; i++)
            {
                Unsafe.Add(ref y, i) = Unsafe.Add(ref x, i) * r * Unsafe.Add(ref s, i);
            }
        }
    }

    /// <summary>dx = r · (g · scale - y / scale · mean(g · y)) for each row: the output tells what the input was.</summary>
    /// <param name="gradient"><c>[rows, width]</c>, of the output.</param>
    /// <param name="output"><c>[rows, width]</c>.</param>
    /// <param name="scale"><c>[width]</c>, nowhere zero.</param>
    /// <param name="factors"><c>[rows]</c>.</param>
    /// <param name="result"><c>[rows, width]</c>: receives the gradient of the input.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        ReadOnlySpan<float> gradient,
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> factors,
        Span<float> result)
    {
        var (width, lanes) = (scale.Length, Vector<float>.Count);
        ref var s = ref MemoryMarshal.GetReference(scale);
        for (var row = 0; row < factors.Length; row++)
        {
            ref var g = ref MemoryMarshal.GetReference(gradient.Slice(row * width, width));
            ref var y = ref MemoryMarshal.GetReference(output.Slice(row * width, width));
            ref var dx = ref MemoryMarshal.GetReference(result.Slice(row * width, width));
            var r = factors[row];
            var mean = Dot(ref g, ref y, width) / width;
            var i = 0;
            for (; i <= width - lanes; i += lanes)
            {
                var at = (nuint)i;
                var by = Vector.LoadUnsafe(ref s, at);
                var along = Vector.LoadUnsafe(ref y, at) / by * mean;
                (((Vector.LoadUnsafe(ref g, at) * by) - along) * r).StoreUnsafe(ref dx, at);
            }
            for (; i < width; i++)
            {
                var by = Unsafe.Add(ref s, i);
                Unsafe.Add(ref dx, i) = ((Unsafe.Add(ref g, i) * by) - (Unsafe.Add(ref y, i) / by * mean)) * r;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot(ref float a, ref float b, int width)
    {
        var (sum, more, lanes) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Count);
        var i = 0;
        for (; i <= width - (2 * lanes); i += 2 * lanes)
        {
            var (at, next) = ((nuint)i, (nuint)(i + lanes));
            sum += Vector.LoadUnsafe(ref a, at) * Vector.LoadUnsafe(ref b, at);
            more += Vector.LoadUnsafe(ref a, next) * Vector.LoadUnsafe(ref b, next);
        }
        var rest = 0f;
        for (; i < width; i++)
        {
            rest += Unsafe.Add(ref a, i) * Unsafe.Add(ref b, i);
        }
        return Vector.Sum(sum + more) + rest;
    }
}
