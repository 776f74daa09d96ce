using System.Buffers.Binary;

namespace FineTune.Formats;

/// <summary>A part of a page, read in order and never past its end.</summary>
internal sealed class PageBytes(ReadOnlyMemory<byte> bytes, ParquetPlace place)
{
    private const int VarintBits = 64;

    /// <summary>Where in the file the page lies.</summary>
    public ParquetPlace Place => place;

    /// <summary>All the bytes, also those read already.</summary>
    public ReadOnlySpan<byte> All => bytes.Span;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public int Left => bytes.Length - Position;

    /// <summary>The next byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Four bytes, least first.</summary>
    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>The next bytes.</summary>
    /// <exception cref="ParquetException">There are not as many.</exception>
    public ReadOnlySpan<byte> Take(long count)
    {
        Skip(count);
        return bytes.Span.Slice(Position - (int)count, (int)count);
    }

    /// <summary>Passes over bytes.</summary>
    /// <exception cref="ParquetException">There are not as many.</exception>
    public void Skip(long count)
    {
        if (count < 0 || count > Left)
        {
            throw place.Damaged($"{count:N0} bytes are asked for where {Left:N0} of the page are left");
        }

        Position += (int)count;
    }

    /// <summary>The next bytes as a part of their own.</summary>
    public PageBytes Part(long count)
    {
        Skip(count);
        return new PageBytes(bytes.Slice(Position - (int)count, (int)count), place);
    }

    /// <summary>What was read since a position, as a part of its own.</summary>
    public PageBytes Between(int start) => new(bytes[start..Position], place);

    /// <summary>What is left, from the current position, as a part of its own.</summary>
    public PageBytes Rest() => Part(Left);

    /// <summary>An integer of seven bits a byte.</summary>
    public ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < VarintBits; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw place.Damaged("an integer has more than 64 bits");
    }

    /// <summary>The same with a sign.</summary>
    public long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Bits of a bit-packed value.</summary>
    /// <param name="bit">The first bit, counted from the start of the part, least first.</param>
    /// <param name="width">How many bits, 0 to 64; all lie in the part.</param>
    public ulong Bits(long bit, int width)
    {
        if (width == 0)
        {
            return 0;
        }

        var at = (int)(bit >> 3);
        var shift = (int)(bit & 7);
        var low = Word(at) >> shift;
        if (shift + width > VarintBits)
        {
            low |= (ulong)bytes.Span[at + sizeof(ulong)] << (VarintBits - shift);
        }

        return width == VarintBits ? low : low & ((1UL << width) - 1);
    }

    private ulong Word(int at)
    {
        var span = bytes.Span;
        if (at + sizeof(ulong) <= span.Length)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(span[at..]);
        }

        var word = 0UL;
        for (var i = span.Length - 1; i >= at; i--)
        {
            word = (word << 8) | span[i];
        }

        return word;
    }
}
