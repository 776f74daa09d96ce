using System.Buffers.Binary;

namespace FineTune.Formats;

/// <summary>Reads Snappy blocks.</summary>
/// <remarks>Format: google/snappy, <c>format_description.txt</c>.</remarks>
internal static class Snappy
{
    /// <summary>Decompresses a block into a buffer of exactly its size; false if the block is damaged.</summary>
    public static bool TryDecompress(ReadOnlySpan<byte> block, Span<byte> into)
    {
        if (!TryLength(ref block, out var length) || length != into.Length)
        {
            return false;
        }

        var written = 0;
        while (block.Length > 0)
        {
            var tag = block[0];
            block = block[1..];
            var done = (tag & 3) == 0
                ? TryLiteral(tag, ref block, into, ref written)
                : TryCopy(tag, ref block, into, ref written);
            if (!done)
            {
                return false;
            }
        }

        return written == into.Length;
    }

    private static bool TryLength(ref ReadOnlySpan<byte> block, out long length)
    {
        length = 0;
        for (var i = 0; i < block.Length && i < 5; i++)
        {
            length |= (long)(block[i] & 0x7f) << (7 * i);
            if (block[i] < 0x80)
            {
                block = block[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private static bool TryLiteral(byte tag, ref ReadOnlySpan<byte> block, Span<byte> into, ref int written)
    {
        const int longest = 60;
        var length = (tag >> 2) + 1L;
        if (length > longest)
        {
            var lengthBytes = (int)length - longest;
            if (block.Length < lengthBytes)
            {
                return false;
            }

            length = 1;
            for (var i = 0; i < lengthBytes; i++)
            {
                length += (long)block[i] << (8 * i);
            }

            block = block[lengthBytes..];
        }

        if (length > block.Length || length > into.Length - written)
        {
            return false;
        }

        block[..(int)length].CopyTo(into[written..]);
        block = block[(int)length..];
        written += (int)length;
        return true;
    }

    private static bool TryCopy(byte tag, ref ReadOnlySpan<byte> block, Span<byte> into, ref int written)
    {
        var offsetBytes = (tag & 3) switch { 1 => 1, 2 => 2, _ => 4 };
        if (block.Length < offsetBytes)
        {
            return false;
        }

        var (length, offset) = (tag & 3) switch
        {
            1 => (((tag >> 2) & 7) + 4, ((tag >> 5) << 8) | block[0]),
            2 => ((tag >> 2) + 1, BinaryPrimitives.ReadUInt16LittleEndian(block)),
            _ => ((tag >> 2) + 1, (long)BinaryPrimitives.ReadUInt32LittleEndian(block)),
        };
        block = block[offsetBytes..];
        return BackReference.TryCopy(into, ref written, offset, length);
    }
}
