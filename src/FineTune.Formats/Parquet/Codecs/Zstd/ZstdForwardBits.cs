namespace FineTune.Formats;

/// <summary>Bits that are read from the start of their bytes, the lowest of each first.</summary>
internal ref struct ZstdForwardBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Bytes of which bits were read.</summary>
    public readonly int BytesRead => (_position + 7) / 8;

    /// <summary>The next bits.</summary>
    public int Read(int count)
    {
        if (_position + count > 8 * _bytes.Length)
        {
            throw Zstd.Damaged("it ends too early");
        }

        var value = 0;
        for (var i = 0; i < count; i++, _position++)
        {
            value |= ((_bytes[_position >> 3] >> (_position & 7)) & 1) << i;
        }

        return value;
    }
}
