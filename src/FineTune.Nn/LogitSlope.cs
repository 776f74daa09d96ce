using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Cross-entropy at a head's output, with its gradient.</summary>
public static class LogitSlope
{
    /// <summary>The gradient of the summed loss with respect to logits, softmax less one at the target. Where it can it
    /// takes the logits' own memory, so that only one tensor of that size is ever there.</summary>
    /// <param name="logits"><c>[rows, vocab]</c>, outside any recording; not to be used afterwards.</param>
    /// <param name="targets"><c>[rows]</c>, int64, each in [0, vocab).</param>
    /// <param name="total">Scalar, float32: the loss is added to it.</param>
    /// <returns><c>[rows, vocab]</c>, of the logits' type.</returns>
    public static Tensor Take(Tensor logits, Tensor targets, Tensor total)
    {
        using var guard = no_grad();
        return CpuRows.Takes(logits) ? InPlace(logits, targets, total) : Spelled(logits, targets, total);
    }

    private static Tensor InPlace(Tensor logits, Tensor targets, Tensor total)
    {
        // Counts as a change of the logits: if the head kept them for its backward pass, autograd now says so.
        using var noticed = logits.narrow(1, 0, 1).mul_(1);
        var (rows, vocab) = (logits.shape[0], (int)logits.shape[1]);
        using var losses = empty(rows);
        CpuRows.Run(rows, vocab, (first, count) => CrossEntropyLoop.Differentiate(
            CpuRows.Floats(logits).Slice(first * vocab, count * vocab),
            MemoryMarshal.Cast<byte, long>(targets.bytes).Slice(first, count),
            CpuRows.Floats(losses).Slice(first, count)));
        total.add_(losses.sum());
        return logits;
    }

    private static Tensor Spelled(Tensor logits, Tensor targets, Tensor total)
    {
        var wanted = targets.unsqueeze(1);                                             // [rows, 1]
        var logProbs = logits.log_softmax(1, float32);                                 // [rows, vocab]
        var ofTargets = logProbs.gather(1, wanted);                                    // [rows, 1]
        total.sub_(ofTargets.sum());
        return logProbs.exp_().scatter_add_(1, wanted, full_like(ofTargets, -1)).to(logits.dtype);
    }
}
