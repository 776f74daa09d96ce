namespace FineTune.Formats;

/// <summary>Byte arrays, each behind its length (PLAIN).</summary>
internal sealed class PlainByteArrays(PageBytes bytes) : IByteSource
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> Next() => bytes.Take(bytes.Int32());
}
