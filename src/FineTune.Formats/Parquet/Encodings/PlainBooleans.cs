namespace FineTune.Formats;

/// <summary>Booleans of one bit each (PLAIN).</summary>
internal sealed class PlainBooleans(PageBytes bytes) : IByteSource
{
    private readonly byte[] _value = new byte[1];
    private int _bit = 8;
    private byte _bits;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Next()
    {
        if (_bit == 8)
        {
            (_bits, _bit) = (bytes.Byte(), 0);
        }

        _value[0] = (byte)((_bits >> _bit++) & 1);
        return _value;
    }
}
