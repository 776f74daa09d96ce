namespace FineTune.Formats;

/// <summary>Reads the sequences of blocks: so many literals, then a copy of what was written before.</summary>
internal sealed class ZstdSequences
{
    private const int LengthAccuracy = 9;
    private const int OffsetAccuracy = 8;
    private const int OffsetCodes = 32;

    private static readonly int[] LiteralBases =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512,
        1024, 2048, 4096, 8192, 16384, 32768, 65536,
    ];

    private static readonly byte[] LiteralBits =
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static readonly int[] MatchBases =
    [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
        33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539,
    ];

    private static readonly byte[] MatchBits =
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2,
        3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ];

    private static readonly ZstdFse UsualLiterals = ZstdFse.Of(
        6, 4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1);

    private static readonly ZstdFse UsualOffsets = ZstdFse.Of(
        5, 1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1);

    private static readonly ZstdFse UsualMatches = ZstdFse.Of(
        6, 1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1);

    private readonly long[] _recent = [1, 4, 8];
    private ZstdFse? _literals;
    private ZstdFse? _offsets;
    private ZstdFse? _matches;

    /// <summary>Carries out a block's sequences.</summary>
    /// <param name="section">The section, to the block's end.</param>
    /// <param name="literals">The block's literals.</param>
    /// <param name="into">The frame.</param>
    /// <param name="written">Bytes of it that are there.</param>
    public void Read(ReadOnlySpan<byte> section, ReadOnlySpan<byte> literals, Span<byte> into, ref int written)
    {
        var count = ReadCount(ref section);
        if (count > 0)
        {
            ReadTables(ref section);
            CarryOut(section, count, ref literals, into, ref written);
        }

        Append(literals, into, ref written);
    }

    private static int ReadCount(ref ReadOnlySpan<byte> section)
    {
        var first = Zstd.Take(ref section, 1)[0];
        if (first < 128)
        {
            return first;
        }

        if (first < 255)
        {
            return ((first - 128) << 8) + Zstd.Take(ref section, 1)[0];
        }

        var more = Zstd.Take(ref section, 2);
        return more[0] + (more[1] << 8) + 0x7F00;
    }

    private void ReadTables(ref ReadOnlySpan<byte> section)
    {
        var modes = Zstd.Take(ref section, 1)[0];
        _literals = ReadTable(ref section, modes >> 6, _literals, UsualLiterals, LengthAccuracy, LiteralBases.Length);
        _offsets = ReadTable(ref section, (modes >> 4) & 3, _offsets, UsualOffsets, OffsetAccuracy, OffsetCodes);
        _matches = ReadTable(ref section, (modes >> 2) & 3, _matches, UsualMatches, LengthAccuracy, MatchBases.Length);
    }

    private static ZstdFse ReadTable(
        ref ReadOnlySpan<byte> section, int mode, ZstdFse? last, ZstdFse usual, int accuracy, int symbols) => mode switch
        {
            0 => usual,
            1 => Zstd.Take(ref section, 1)[0] is var symbol && symbol < symbols
                ? ZstdFse.Repeating(symbol)
                : throw Zstd.Damaged($"symbol {symbol} of {symbols}"),
            2 => ZstdFse.Read(ref section, accuracy, symbols),
            _ => last ?? throw Zstd.Damaged("a table is repeated before there was one"),
        };

    private void CarryOut(
        ReadOnlySpan<byte> stream, int count, ref ReadOnlySpan<byte> literals, Span<byte> into, ref int written)
    {
        var bits = new ZstdBackwardBits(stream);
        var literal = bits.Read(_literals!.Accuracy);
        var offset = bits.Read(_offsets!.Accuracy);
        var match = bits.Read(_matches!.Accuracy);
        for (var i = 0; i < count; i++)
        {
            var (literalCode, offsetCode, matchCode) =
                (_literals.Symbol(literal), _offsets.Symbol(offset), _matches.Symbol(match));
            var value = (1L << offsetCode) + (uint)bits.Read(offsetCode);
            var length = MatchBases[matchCode] + bits.Read(MatchBits[matchCode]);
            var literalLength = LiteralBases[literalCode] + bits.Read(LiteralBits[literalCode]);
            Append(Zstd.Take(ref literals, literalLength), into, ref written);
            if (!BackReference.TryCopy(into, ref written, Distance(value, literalLength), length))
            {
                throw Zstd.Damaged("a copy of what is not there");
            }

            if (i < count - 1)
            {
                literal = _literals.Next(literal, ref bits);
                match = _matches.Next(match, ref bits);
                offset = _offsets.Next(offset, ref bits);
            }
        }

        if (bits.Left != 0)
        {
            throw Zstd.Damaged("sequences that do not take all of their stream");
        }
    }

    /// <summary>The smallest values stand for the last three distances; after no literals for the one after each.</summary>
    private long Distance(long value, int literalLength)
    {
        if (value > 3)
        {
            (_recent[0], _recent[1], _recent[2]) = (value - 3, _recent[0], _recent[1]);
            return _recent[0];
        }

        var index = (int)value - (literalLength == 0 ? 0 : 1);
        var distance = index < 3 ? _recent[index] : _recent[0] - 1;
        if (index > 1)
        {
            _recent[2] = _recent[1];
        }

        if (index > 0)
        {
            (_recent[0], _recent[1]) = (distance, _recent[0]);
        }

        return distance;
    }

    private static void Append(ReadOnlySpan<byte> literals, Span<byte> into, ref int written)
    {
        if (literals.Length > into.Length - written)
        {
            throw Zstd.Damaged("more bytes than the page has");
        }

        literals.CopyTo(into[written..]);
        written += literals.Length;
    }
}
