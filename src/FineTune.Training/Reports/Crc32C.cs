using System.Numerics;

namespace FineTune.Training;

/// <summary>The checksum of TensorBoard's records: CRC-32C, rotated and offset (tensorflow/core/lib/hash/crc32c.h).</summary>
internal static class Crc32C
{
    private const uint MaskDelta = 0xA282EAD8;

    public static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }
        crc = ~crc;
        return BitOperations.RotateRight(crc, 15) + MaskDelta;
    }
}
