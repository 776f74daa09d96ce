namespace FineTune.Tokenizers.Unicode;

/// <summary>Reads the variable-length integers of <c>unicode.dat</c>: seven bits a byte, low bits first.</summary>
internal ref struct VarintReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;

    /// <summary>Whether everything has been read.</summary>
    public readonly bool AtEnd => _at == _data.Length;

    /// <summary>The next integer.</summary>
    public int Next()
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var piece = _data[_at++];
            value |= (piece & 0x7F) << shift;
            if (piece < 0x80)
                return value;
        }
    }

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        _at += count;
        return _data.Slice(_at - count, count);
    }
}
