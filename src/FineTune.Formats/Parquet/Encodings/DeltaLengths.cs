namespace FineTune.Formats;

/// <summary>Byte arrays behind all their lengths (DELTA_LENGTH_BYTE_ARRAY).</summary>
internal sealed class DeltaLengths : IByteSource
{
    private readonly PageBytes _bytes;
    private readonly DeltaIntegers _lengths;

    /// <param name="bytes">Lengths, then the byte arrays.</param>
    public DeltaLengths(PageBytes bytes) => (_bytes, _lengths) = (bytes, DeltaIntegers.Passing(bytes));

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Next() => _bytes.Take(_lengths.Next());
}
