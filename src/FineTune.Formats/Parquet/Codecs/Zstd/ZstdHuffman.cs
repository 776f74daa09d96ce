using System.Numerics;

namespace FineTune.Formats;

/// <summary>A Huffman table of literals: for each bit pattern its symbol and how many of the bits it takes.</summary>
internal sealed class ZstdHuffman
{
    private const int LongestCode = 11;
    private const int MostWeights = 255;
    private const int MostAccuracy = 6;
    private const int DirectFrom = 128;

    private readonly int _width;
    private readonly byte[] _symbols;
    private readonly byte[] _bits;

    /// <param name="weights">Of each symbol but the last, whose weight is what is left.</param>
    private ZstdHuffman(ReadOnlySpan<byte> weights)
    {
        var sum = 0;
        foreach (var weight in weights)
        {
            sum += weight > 0 ? 1 << (weight - 1) : 0;
        }

        _width = sum == 0 ? LongestCode + 1 : BitOperations.Log2((uint)sum) + 1;
        var rest = (1 << _width) - sum;
        if (_width > LongestCode || !BitOperations.IsPow2(rest))
        {
            throw Zstd.Damaged("a Huffman table that does not add up");
        }

        (_symbols, _bits) = (new byte[1 << _width], new byte[1 << _width]);
        Fill([.. weights, (byte)(BitOperations.Log2((uint)rest) + 1)]);
    }

    /// <summary>Reads a table and passes it.</summary>
    public static ZstdHuffman Read(ref ReadOnlySpan<byte> bytes)
    {
        var header = Zstd.Take(ref bytes, 1)[0];
        Span<byte> weights = stackalloc byte[MostWeights];
        if (header < DirectFrom)
        {
            return new ZstdHuffman(weights[..ReadWeights(Zstd.Take(ref bytes, header), weights)]);
        }

        var count = header - DirectFrom + 1;
        var packed = Zstd.Take(ref bytes, (count + 1) / 2);
        for (var i = 0; i < count; i++)
        {
            weights[i] = (byte)((i & 1) == 0 ? packed[i / 2] >> 4 : packed[i / 2] & 0xf);
        }

        return new ZstdHuffman(weights[..count]);
    }

    /// <summary>Decodes a stream, all of which the literals must take.</summary>
    public void Decode(ReadOnlySpan<byte> stream, Span<byte> into)
    {
        var bits = new ZstdBackwardBits(stream);
        for (var i = 0; i < into.Length; i++)
        {
            var code = bits.Peek(_width);
            into[i] = _symbols[code];
            bits.Skip(_bits[code]);
        }

        if (bits.Left != 0)
        {
            throw Zstd.Damaged("literals that do not take all of their stream");
        }
    }

    /// <summary>Two states take turns; the stream ends in the middle of one's step, and the other has the last word.</summary>
    private static int ReadWeights(ReadOnlySpan<byte> bytes, Span<byte> weights)
    {
        var table = ZstdFse.Read(ref bytes, MostAccuracy, LongestCode + 1);
        var bits = new ZstdBackwardBits(bytes);
        var (current, other) = (bits.Read(table.Accuracy), bits.Read(table.Accuracy));
        for (var count = 0; count < MostWeights - 1;)
        {
            weights[count++] = table.Symbol(current);
            current = table.Next(current, ref bits);
            if (bits.Left < 0)
            {
                weights[count++] = table.Symbol(other);
                return count;
            }

            (current, other) = (other, current);
        }

        throw Zstd.Damaged("more weights than symbols");
    }

    /// <summary>Longest codes first, each group in the order of its symbols.</summary>
    private void Fill(ReadOnlySpan<byte> weights)
    {
        var at = 0;
        for (var weight = 1; weight <= _width; weight++)
        {
            for (var symbol = 0; symbol < weights.Length; symbol++)
            {
                if (weights[symbol] == weight)
                {
                    var count = 1 << (weight - 1);
                    _symbols.AsSpan(at, count).Fill((byte)symbol);
                    _bits.AsSpan(at, count).Fill((byte)(_width + 1 - weight));
                    at += count;
                }
            }
        }
    }
}
