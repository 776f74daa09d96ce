using System.Buffers.Binary;

namespace FineTune.Formats;

/// <summary>Differences as the bytes of the integers they make.</summary>
internal sealed class DeltaFixed(DeltaIntegers integers, int width) : IByteSource
{
    private readonly byte[] _value = new byte[sizeof(long)];

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Next()
    {
        BinaryPrimitives.WriteInt64LittleEndian(_value, integers.Next());
        return _value.AsSpan(0, width);
    }
}
