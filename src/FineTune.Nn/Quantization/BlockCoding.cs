using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Goes through a stored weight block by block.</summary>
internal static class BlockCoding
{
    /// <summary>Numbers that share a scale.</summary>
    public const int BlockSize = 64;

    private const long WindowElements = 1 << 20;

    /// <summary>Receives a block.</summary>
    /// <param name="index">Its place among the blocks.</param>
    /// <param name="numbers">Its numbers; the last block of a weight is filled up with zeros. May be changed.</param>
    public delegate void Receiver(long index, Span<float> numbers);

    /// <summary>How many blocks a weight has.</summary>
    public static long Count(long[] shape) => ((shape[0] * shape[1]) + BlockSize - 1) / BlockSize;

    /// <summary>Hands out the blocks of a weight in order, in float32; a window of its rows is in memory at a time.</summary>
    public static void ForEach(StoredWeight weight, Receiver receive)
    {
        var (rows, columns) = (weight.Shape[0], weight.Shape[1]);
        // With a multiple of the block's size in rows, every window is whole blocks.
        var step = Math.Max(1, WindowElements / columns / BlockSize) * BlockSize;
        var onHost = weight with { DType = float32, Device = CPU };
        var block = 0L;
        Span<float> last = stackalloc float[BlockSize];
        for (long first = 0; first < rows; first += step)
        {
            using var window = onHost.Read(first, Math.Min(step, rows - first));
            var numbers = MemoryMarshal.Cast<byte, float>(window.bytes);
            while (numbers.Length >= BlockSize)
            {
                receive(block++, numbers[..BlockSize]);
                numbers = numbers[BlockSize..];
            }
            if (numbers.Length > 0)
            {
                last.Clear();
                numbers.CopyTo(last);
                receive(block++, last);
            }
        }
    }

    /// <summary>Divides numbers by the largest of their absolute values.</summary>
    /// <returns>That value; where it is 0 the numbers stay.</returns>
    public static float Normalize(Span<float> numbers)
    {
        var largest = 0f;
        foreach (var number in numbers)
        {
            largest = Math.Max(largest, Math.Abs(number));
        }
        if (largest > 0)
        {
            foreach (ref var number in numbers)
            {
                number /= largest;
            }
        }
        return largest;
    }
}
