namespace FineTune.Formats;

/// <summary>Values of one width (PLAIN).</summary>
internal sealed class PlainFixed(PageBytes bytes, int width) : IByteSource
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> Next() => bytes.Take(width);
}
