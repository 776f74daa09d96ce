namespace FineTune.Formats;

/// <summary>Booleans in runs (RLE).</summary>
internal sealed class RunBooleans(HybridReader runs) : IByteSource
{
    private readonly byte[] _value = new byte[1];

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Next()
    {
        _value[0] = (byte)runs.Next();
        return _value;
    }
}
