namespace FineTune.Formats;

/// <summary>Reads the compressed blocks of a frame, with what they keep from one to the next.</summary>
internal sealed class ZstdBlocks
{
    private const int LargestLiterals = 1 << 17;

    private readonly ZstdSequences _sequences = new();
    private readonly byte[] _literals = new byte[LargestLiterals];
    private ZstdHuffman? _huffman;

    /// <summary>Decompresses a block behind what was written before.</summary>
    public void Read(ReadOnlySpan<byte> block, Span<byte> into, ref int written)
    {
        var literals = ReadLiterals(ref block);
        _sequences.Read(block, literals, into, ref written);
    }

    private ReadOnlySpan<byte> ReadLiterals(ref ReadOnlySpan<byte> block)
    {
        if (block.Length == 0)
        {
            throw Zstd.Damaged("a block is empty");
        }

        var (type, format) = (block[0] & 3, (block[0] >> 2) & 3);
        if (type < 2)
        {
            var size = format switch
            {
                1 => (int)(Header(ref block, 2) >> 4),
                3 => (int)(Header(ref block, 3) >> 4),
                _ => (int)(Header(ref block, 1) >> 3),
            };
            if (type == 0)
            {
                return Zstd.Take(ref block, size);
            }

            Literals(size).Fill(Zstd.Take(ref block, 1)[0]);
            return Literals(size);
        }

        var (headerBytes, bits) = format switch { 2 => (4, 14), 3 => (5, 18), _ => (3, 10) };
        var header = Header(ref block, headerBytes) >> 4;
        var mask = (1 << bits) - 1;
        var regenerated = Literals((int)header & mask);
        var compressed = Zstd.Take(ref block, (int)(header >> bits) & mask);
        if (type == 2)
        {
            _huffman = ZstdHuffman.Read(ref compressed);
        }

        ReadStreams(compressed, regenerated, format == 0 ? 1 : 4);
        return regenerated;
    }

    private void ReadStreams(ReadOnlySpan<byte> streams, Span<byte> into, int count)
    {
        var huffman = _huffman ?? throw Zstd.Damaged("literals without a table");
        if (count == 1)
        {
            huffman.Decode(streams, into);
            return;
        }

        var jumps = Zstd.Take(ref streams, 6);
        var part = (into.Length + 3) / 4;
        if (3 * part > into.Length)
        {
            throw Zstd.Damaged($"{into.Length} literals in four streams");
        }

        for (var i = 0; i < 3; i++)
        {
            huffman.Decode(Zstd.Take(ref streams, jumps[2 * i] | (jumps[(2 * i) + 1] << 8)), into[..part]);
            into = into[part..];
        }

        huffman.Decode(streams, into);
    }

    private Span<byte> Literals(int size) =>
        size <= LargestLiterals ? _literals.AsSpan(0, size) : throw Zstd.Damaged($"{size:N0} literals in a block");

    private static long Header(ref ReadOnlySpan<byte> block, int bytes)
    {
        var header = 0L;
        var taken = Zstd.Take(ref block, bytes);
        for (var i = 0; i < bytes; i++)
        {
            header |= (long)taken[i] << (8 * i);
        }

        return header;
    }
}
