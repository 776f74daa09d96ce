using System.Numerics;

namespace FineTune.Formats;

/// <summary>A table of finite state entropy: for each state its symbol, and how to get to the next.</summary>
internal sealed class ZstdFse
{
    private const int LeastAccuracy = 5;

    private readonly byte[] _symbols;
    private readonly byte[] _bits;
    private readonly ushort[] _bases;

    private ZstdFse(int accuracy, ReadOnlySpan<short> counts)
    {
        Accuracy = accuracy;
        var size = 1 << accuracy;
        (_symbols, _bits, _bases) = (new byte[size], new byte[size], new ushort[size]);
        var next = Spread(counts, size);
        for (var state = 0; state < size; state++)
        {
            var step = next[_symbols[state]]++;
            _bits[state] = (byte)(accuracy - BitOperations.Log2((uint)step));
            _bases[state] = (ushort)((step << _bits[state]) - size);
        }
    }

    private ZstdFse(byte symbol) => (_symbols, _bits, _bases) = ([symbol], [0], [0]);

    /// <summary>Bits of a state.</summary>
    public int Accuracy { get; }

    /// <summary>The table of counts that add up to its size; -1 is a symbol that is rarer than once.</summary>
    public static ZstdFse Of(int accuracy, params ReadOnlySpan<short> counts) => new(accuracy, counts);

    /// <summary>The table of a symbol that repeats.</summary>
    public static ZstdFse Repeating(byte symbol) => new(symbol);

    /// <summary>Reads a table and passes it.</summary>
    /// <param name="bytes">The table, and what comes after it.</param>
    /// <param name="mostAccuracy">The most bits a state may have.</param>
    /// <param name="symbols">How many symbols there may be.</param>
    public static ZstdFse Read(ref ReadOnlySpan<byte> bytes, int mostAccuracy, int symbols)
    {
        var bits = new ZstdForwardBits(bytes);
        var accuracy = bits.Read(4) + LeastAccuracy;
        if (accuracy > mostAccuracy)
        {
            throw Zstd.Damaged($"states of {accuracy} bits");
        }

        Span<short> counts = stackalloc short[symbols];
        var (left, symbol) = (1 << accuracy, 0);
        while (left > 0)
        {
            var count = ReadCount(ref bits, left);
            left -= Math.Abs(count);
            if (symbol == symbols || left < 0)
            {
                throw Zstd.Damaged("counts that add up to more than their table");
            }

            counts[symbol++] = (short)count;
            symbol += count == 0 ? ReadZeros(ref bits) : 0;
        }

        if (symbol > symbols)
        {
            throw Zstd.Damaged("more symbols than there are");
        }

        Zstd.Take(ref bytes, bits.BytesRead);
        return new ZstdFse(accuracy, counts[..symbol]);
    }

    /// <summary>The symbol of a state.</summary>
    public byte Symbol(int state) => _symbols[state];

    /// <summary>The state that follows.</summary>
    public int Next(int state, ref ZstdBackwardBits bits) => _bases[state] + bits.Read(_bits[state]);

    /// <summary>Counts are written with as many bits as what is left takes, small ones with one less.</summary>
    private static int ReadCount(ref ZstdForwardBits bits, int left)
    {
        var width = BitOperations.Log2((uint)left + 1) + 1;
        var small = (1 << width) - 1 - (left + 1);
        var mask = (1 << (width - 1)) - 1;
        var value = bits.Read(width - 1);
        if (value >= small)
        {
            value |= bits.Read(1) << (width - 1);
            value -= value > mask ? small : 0;
        }

        return value - 1;
    }

    private static int ReadZeros(ref ZstdForwardBits bits)
    {
        var zeros = 0;
        int more;
        do
        {
            more = bits.Read(2);
            zeros += more;
        }
        while (more == 3);
        return zeros;
    }

    /// <summary>Gives each state its symbol; returns where each symbol's numbers start.</summary>
    private int[] Spread(ReadOnlySpan<short> counts, int size)
    {
        var next = new int[counts.Length];
        var high = size;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            next[symbol] = Math.Abs((int)counts[symbol]);
            if (counts[symbol] < 0)
            {
                _symbols[--high] = (byte)symbol;
            }
        }

        var (step, at) = ((size >> 1) + (size >> 3) + 3, 0);
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            for (var i = 0; i < counts[symbol]; i++)
            {
                _symbols[at] = (byte)symbol;
                do
                {
                    at = (at + step) & (size - 1);
                }
                while (at >= high);
            }
        }

        return next;
    }
}
