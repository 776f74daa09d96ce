namespace FineTune.Formats;

/// <summary>Byte arrays that begin like the one before (DELTA_BYTE_ARRAY).</summary>
internal sealed class DeltaPrefixes : IByteSource
{
    private readonly PageBytes _bytes;
    private readonly DeltaIntegers _shared;
    private readonly DeltaLengths _suffixes;
    private byte[] _value = [];
    private int _length;

    /// <param name="bytes">Lengths of what is shared, then what is not.</param>
    public DeltaPrefixes(PageBytes bytes)
    {
        _bytes = bytes;
        _shared = DeltaIntegers.Passing(bytes);
        _suffixes = new DeltaLengths(bytes);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Next()
    {
        var shared = _shared.Next();
        var suffix = _suffixes.Next();
        if (shared < 0 || shared > _length || shared + suffix.Length > Array.MaxLength)
        {
            throw _bytes.Place.Damaged($"a value shares {shared:N0} bytes with one of {_length:N0}");
        }

        _length = (int)shared + suffix.Length;
        if (_value.Length < _length)
        {
            Array.Resize(ref _value, Math.Max(_length, (int)Math.Min(2L * _value.Length, Array.MaxLength)));
        }

        suffix.CopyTo(_value.AsSpan((int)shared));
        return _value.AsSpan(0, _length);
    }
}
