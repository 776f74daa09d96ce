using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Nn;

/// <summary>The loops of attention weights.</summary>
internal static class SoftmaxLoop
{
    /// <summary>Softmax of each row over the keys that its query sees; the others' weights are zero.</summary>
    /// <param name="scores"><c>[rows, keys]</c>; receives the weights.</param>
    /// <param name="keys">Length of a row.</param>
    /// <param name="firstRow">Number of the first row; each run of <paramref name="queries"/> rows is a head's.</param>
    /// <param name="queries">Queries of a head.</param>
    /// <param name="seenByFirst">How many keys a head's first query sees; each later one sees one more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Causal(Span<float> scores, int keys, int firstRow, int queries, int seenByFirst)
    {
        var lanes = Vector<float>.Count;
        for (var row = 0; row < scores.Length / keys; row++)
        {
            var line = scores.Slice(row * keys, keys);
            var seen = seenByFirst + ((firstRow + row) % queries);
            line[seen..].Clear();
            ref var x = ref MemoryMarshal.GetReference(line);
            var highest = Max(ref x, seen);
            var (sum, rest, i) = (Vector<float>.Zero, 0f, 0);
            for (; i <= seen - lanes; i += lanes)
            {
                var power = Vector.Exp(Vector.LoadUnsafe(ref x, (nuint)i) - new Vector<float>(highest));
                power.StoreUnsafe(ref x, (nuint)i);
                sum += power;
            }
            for (; i < seen; i++)
            {
                rest += Unsafe.Add(ref x, i) = MathF.Exp(Unsafe.Add(ref x, i) - highest);
            }
            Scale(ref x, seen, 1 / (Vector.Sum(sum) + rest));
        }
    }

    /// <summary>Gradients of scores from those of their softmax: (g - Σ g w) w for each row.</summary>
    /// <param name="gradients"><c>[rows, keys]</c>, of the weights; receives those of the scores.</param>
    /// <param name="weights"><c>[rows, keys]</c>.</param>
    /// <param name="keys">Length of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(Span<float> gradients, ReadOnlySpan<float> weights, int keys)
    {
        var lanes = Vector<float>.Count;
        for (var row = 0; row < gradients.Length / keys; row++)
        {
            ref var g = ref MemoryMarshal.GetReference(gradients.Slice(row * keys, keys));
            ref var w = ref MemoryMarshal.GetReference(weights.Slice(row * keys, keys));
            var (sum, rest, i) = (Vector<float>.Zero, 0f, 0);
            for (; i <= keys - lanes; i += lanes)
            {
                sum += Vector.LoadUnsafe(ref g, (nuint)i) * Vector.LoadUnsafe(ref w, (nuint)i);
            }
            for (; i < keys; i++)
            {
                rest += Unsafe.Add(ref g, i) * Unsafe.Add(ref w, i);
            }
            var mean = Vector.Sum(sum) + rest;
            for (i = 0; i <= keys - lanes; i += lanes)
            {
                var at = (nuint)i;
                ((Vector.LoadUnsafe(ref g, at) - new Vector<float>(mean)) * Vector.LoadUnsafe(ref w, at))
                    .StoreUnsafe(ref g, at);
            }
            for (; i < keys; i++)
            {
                Unsafe.Add(ref g, i) = (Unsafe.Add(ref g, i) - mean) * Unsafe.Add(ref w, i);
            }
        }
    }

    /// <summary>The largest of some elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Max(ref float x, int count)
    {
        var (lanes, i) = (Vector<float>.Count, 0);
        var (highest, rest) = (new Vector<float>(float.NegativeInfinity), float.NegativeInfinity);
        for (; i <= count - lanes; i += lanes)
        {
            highest = Vector.Max(highest, Vector.LoadUnsafe(ref x, (nuint)i));
        }
        for (; i < count; i++)
        {
            rest = MathF.Max(rest, Unsafe.Add(ref x, i));
        }
        for (var lane = 0; lane < lanes; lane++)
        {
            rest = MathF.Max(rest, highest[lane]);
        }
        return rest;
    }

    /// <summary>Multiplies some elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scale(ref float x, int count, float factor)
    {
        var (lanes, i) = (Vector<float>.Count, 0);
        for (; i <= count - lanes; i += lanes)
        {
            (Vector.LoadUnsafe(ref x, (nuint)i) * factor).StoreUnsafe(ref x, (nuint)i);
        }
        for (; i < count; i++)
        {
            Unsafe.Add(ref x, i) *= factor;
        }
    }
}
