namespace FineTune.Formats;

/// <summary>Values in order, each as its bytes, little-endian.</summary>
internal interface IByteSource
{
    /// <summary>The next value's bytes, valid until the next call.</summary>
    /// <exception cref="ParquetException">There is no further value, or it is damaged.</exception>
    ReadOnlySpan<byte> Next();
}
