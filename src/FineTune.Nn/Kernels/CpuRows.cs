using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>What the fused loops of this folder share: which tensors they take, and how rows are spread over threads.
/// Each loop streams its tensors once where the plain operations stream them several times; whatever a loop does not
/// take goes through the plain operations.</summary>
internal static class CpuRows
{
    // Below this many elements, waking a second thread takes longer than the work.
    private const long WorthSharing = 1 << 15;

    // Runs for each thread, so that one that starts late does less.
    private const int RunsPerThread = 4;

    /// <summary>Whether a loop can work on a tensor: float32 in row-major order in the processor's memory.</summary>
    public static bool Takes(Tensor tensor) =>
        tensor.dtype == float32 && !DevicePath.Takes(tensor) && tensor.is_contiguous()
        && tensor.numel() < int.MaxValue / sizeof(float);

    /// <summary>The elements of a tensor that <see cref="Takes"/> accepts.</summary>
    public static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>Calls a loop with runs of rows, the first row and their number, on as many threads as libtorch uses.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Elements of a row.</param>
    /// <param name="loop">The loop; its result for a row must not depend on the run.</param>
    public static void Run(long rows, long width, Action<int, int> loop)
    {
        var threads = rows * width < WorthSharing ? 1 : get_num_threads();
        if (threads == 1)
        {
            loop(0, (int)rows);
            return;
        }
        var runs = (int)Math.Min(rows, threads * RunsPerThread);
        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            var first = (int)(rows * i / runs);
            loop(first, (int)(rows * (i + 1) / runs) - first);
        });
    }
}
