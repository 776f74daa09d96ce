using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers.Text;

/// <summary>A fast hash for the short byte strings that tokens and words are.</summary>
internal static class Hashing
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    /// <summary>The hash of <paramref name="bytes"/>: eight bytes a step, mixed by multiplication.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * Prime;
        while (bytes.Length >= 8)
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }
        return Finish(Mix(hash, Tail(bytes)));
    }

    /// <summary>The hash of a pair of ids.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ulong pair) => Finish(pair * Prime);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong hash, ulong value) => (BitOperations.RotateLeft(hash, 29) ^ value) * Prime;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Finish(ulong hash) => (uint)(hash >> 32) ^ (uint)(hash >> 17);

    /// <summary>Up to seven bytes as one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 4)
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(bytes)
                | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) << 32);
        }
        if (bytes.Length == 0)
            return 0;
        return bytes[0] | ((ulong)bytes[bytes.Length >> 1] << 8) | ((ulong)bytes[^1] << 16);
    }
}
