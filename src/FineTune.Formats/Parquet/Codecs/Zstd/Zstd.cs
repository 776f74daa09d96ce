using System.Buffers.Binary;

namespace FineTune.Formats;

/// <summary>Reads Zstandard frames whose decompressed size is known, without dictionaries.</summary>
/// <remarks>Format: RFC 8878. Content checksums are passed over.</remarks>
internal static class Zstd
{
    private const uint Magic = 0xFD2FB528;
    private const uint SkippableMagic = 0x184D2A50;
    private const uint SkippableMask = 0xFFFFFFF0;
    private const int BlockHeaderBytes = 3;
    private const int ChecksumBytes = 4;

    /// <summary>Decompresses frames into a buffer of exactly their size.</summary>
    /// <exception cref="InvalidDataException">The frames are damaged, or need a dictionary.</exception>
    public static bool TryDecompress(ReadOnlySpan<byte> frames, Span<byte> into)
    {
        var written = 0;
        while (frames.Length > 0)
        {
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref frames, sizeof(uint)));
            if ((magic & SkippableMask) == SkippableMagic)
            {
                var length = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref frames, sizeof(uint)));
                Take(ref frames, length);
            }
            else if (magic == Magic)
            {
                ReadFrame(ref frames, into, ref written);
            }
            else
            {
                return false;
            }
        }

        return written == into.Length;
    }

    /// <summary>The next bytes, which are then passed.</summary>
    public static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, long count)
    {
        if (count < 0 || count > bytes.Length)
        {
            throw Damaged("it ends too early");
        }

        var taken = bytes[..(int)count];
        bytes = bytes[(int)count..];
        return taken;
    }

    /// <summary>What a damaged frame is told with.</summary>
    public static InvalidDataException Damaged(string found) => new($"the Zstandard frame is damaged: {found}");

    private static void ReadFrame(ref ReadOnlySpan<byte> frame, Span<byte> into, ref int written)
    {
        var descriptor = Take(ref frame, 1)[0];
        var isSingleSegment = (descriptor & 0x20) != 0;
        var dictionaryBytes = (descriptor & 3) switch { 3 => 4, var flag => flag };
        var sizeBytes = (descriptor >> 6) switch { 0 => isSingleSegment ? 1 : 0, var flag => 1 << flag };
        Take(ref frame, isSingleSegment ? 0 : 1); // The window: all that was written is at hand anyway.
        if (Take(ref frame, dictionaryBytes).ContainsAnyExcept((byte)0))
        {
            throw Damaged("it needs a dictionary");
        }

        Take(ref frame, sizeBytes); // The page header has the size, and it is checked against that.
        var blocks = new ZstdBlocks();
        var start = written;
        while (true)
        {
            var bytes = Take(ref frame, BlockHeaderBytes);
            var header = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
            ReadBlock(ref frame, blocks, (header >> 1) & 3, header >> 3, into[start..], ref written, start);
            if ((header & 1) != 0)
            {
                break;
            }
        }

        Take(ref frame, (descriptor & 4) != 0 ? ChecksumBytes : 0);
    }

    private static void ReadBlock(
        ref ReadOnlySpan<byte> frame, ZstdBlocks blocks, int type, int size, Span<byte> into, ref int written, int start)
    {
        var at = written - start;
        switch (type)
        {
            case 0 when size <= into.Length - at:
                Take(ref frame, size).CopyTo(into[at..]);
                at += size;
                break;
            case 1 when size <= into.Length - at:
                into.Slice(at, size).Fill(Take(ref frame, 1)[0]);
                at += size;
                break;
            case 2:
                blocks.Read(Take(ref frame, size), into, ref at);
                break;
            default:
                throw Damaged("a block is of unknown type, or longer than the page");
        }

        written = start + at;
    }
}
