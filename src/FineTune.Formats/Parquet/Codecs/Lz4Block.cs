using System.Buffers.Binary;

namespace FineTune.Formats;

/// <summary>Reads LZ4 blocks.</summary>
/// <remarks>Format: lz4/lz4, <c>lz4_Block_format.md</c>.</remarks>
internal static class Lz4Block
{
    private const int LongLength = 15;
    private const int ShortestCopy = 4;

    /// <summary>Decompresses a block into a buffer of exactly its size; false if the block is damaged.</summary>
    public static bool TryDecompress(ReadOnlySpan<byte> block, Span<byte> into)
    {
        var written = 0;
        while (block.Length > 0)
        {
            var token = block[0];
            block = block[1..];
            if (!TryExtend(token >> 4, ref block, out var literals)
                || literals > block.Length || literals > into.Length - written)
            {
                return false;
            }

            block[..literals].CopyTo(into[written..]);
            block = block[literals..];
            written += literals;
            if (block.Length == 0)
            {
                break; // The last sequence has literals only.
            }

            if (block.Length < sizeof(ushort))
            {
                return false;
            }

            var distance = BinaryPrimitives.ReadUInt16LittleEndian(block);
            block = block[sizeof(ushort)..];
            if (!TryExtend(token & 0xf, ref block, out var length)
                || !BackReference.TryCopy(into, ref written, distance, length + ShortestCopy))
            {
                return false;
            }
        }

        return written == into.Length;
    }

    /// <summary>A length of 15 goes on in the bytes that follow, up to one that is not 255.</summary>
    private static bool TryExtend(int start, ref ReadOnlySpan<byte> block, out int length)
    {
        length = start;
        if (start < LongLength)
        {
            return true;
        }

        for (var i = 0; i < block.Length && length < int.MaxValue - byte.MaxValue - ShortestCopy; i++)
        {
            length += block[i];
            if (block[i] < byte.MaxValue)
            {
                block = block[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
