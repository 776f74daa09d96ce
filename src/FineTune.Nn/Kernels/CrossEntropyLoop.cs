using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Nn;

/// <summary>The loop of cross-entropy over rows of logits.</summary>
internal static class CrossEntropyLoop
{
    /// <summary>Turns each row of logits into the gradient of its loss: softmax, less one at the target.</summary>
    /// <param name="logits"><c>[rows, vocab]</c>; receives the gradients.</param>
    /// <param name="targets"><c>[rows]</c>, each in [0, vocab).</param>
    /// <param name="losses"><c>[rows]</c>: receives the losses.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Differentiate(Span<float> logits, ReadOnlySpan<long> targets, Span<float> losses)
    {
        var (vocab, lanes) = (logits.Length / losses.Length, Vector<float>.Count);
        for (var row = 0; row < losses.Length; row++)
        {
            var scores = logits.Slice(row * vocab, vocab);
            ref var x = ref MemoryMarshal.GetReference(scores);
            var highest = SoftmaxLoop.Max(ref x, vocab);
            var ofTarget = scores[(int)targets[row]];
            var (sum, rest, i) = (Vector<float>.Zero, 0f, 0);
            for (; i <= vocab - lanes; i += lanes)
            {
                var power = Vector.Exp(Vector.LoadUnsafe(ref x, (nuint)i) - new Vector<float>(highest));
                power.StoreUnsafe(ref x, (nuint)i);
                sum += power;
            }
            for (; i < vocab; i++)
            {
                rest += Unsafe.Add(ref x, i) = MathF.Exp(Unsafe.Add(ref x, i) - highest);
            }
            var total = Vector.Sum(sum) + rest;
            SoftmaxLoop.Scale(ref x, vocab, 1 / total);
            scores[(int)targets[row]] -= 1;
            losses[row] = MathF.Log(total) + highest - ofTarget;
        }
    }
}
