using System.Buffers.Binary;
using System.Numerics;

namespace FineTune.Formats;

/// <summary>Bits that are read from the end of their bytes to the start; the highest bit that is set marks the end.</summary>
internal ref struct ZstdBackwardBits
{
    private const int WordBits = 64;

    private readonly ReadOnlySpan<byte> _bytes;

    /// <param name="bytes">The bits; none before the start are 0.</param>
    public ZstdBackwardBits(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0 || bytes[^1] == 0)
        {
            throw Zstd.Damaged("a stream of bits has no end");
        }

        _bytes = bytes;
        Left = (8L * (bytes.Length - 1)) + BitOperations.Log2(bytes[^1]);
    }

    /// <summary>Bits that are left; below 0 when more were read than there are.</summary>
    public long Left { get; private set; }

    /// <summary>The next bits.</summary>
    /// <param name="count">How many, 0 to 32.</param>
    public int Read(int count)
    {
        var bits = Peek(count);
        Left -= count;
        return bits;
    }

    /// <summary>The next bits, which stay the next.</summary>
    /// <param name="count">How many, 0 to 32.</param>
    public readonly int Peek(int count)
    {
        var start = Left - count;
        if (start < 0)
        {
            // Before the start there are zeros.
            return Left <= 0 ? 0 : (int)(Word(0) & ((1UL << (int)Left) - 1)) << (int)-start;
        }

        var at = (int)(start >> 3);
        return (int)((Word(at) >> (int)(start & 7)) & ((1UL << count) - 1));
    }

    /// <summary>Passes over bits.</summary>
    public void Skip(int count) => Left -= count;

    private readonly ulong Word(int at)
    {
        if (at + (WordBits / 8) <= _bytes.Length)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..]);
        }

        var word = 0UL;
        for (var i = _bytes.Length - 1; i >= at; i--)
        {
            word = (word << 8) | _bytes[i];
        }

        return word;
    }
}
