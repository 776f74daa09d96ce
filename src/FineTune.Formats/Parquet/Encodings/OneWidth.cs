namespace FineTune.Formats;

/// <summary>Byte arrays that must all have one length.</summary>
internal sealed class OneWidth(IByteSource source, int width, ParquetPlace place) : IByteSource
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> Next() =>
        source.Next() is var value && value.Length == width
            ? value
            : throw place.Damaged($"a value of {value.Length:N0} bytes where each has {width}");
}
