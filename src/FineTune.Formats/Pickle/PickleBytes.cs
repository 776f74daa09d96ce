using System.Buffers.Binary;

namespace FineTune.Formats;

/// <summary>Reads a pickle's bytes in order and never past their end.</summary>
internal ref struct PickleBytes(string file, ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>One byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Four bytes, least first.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>Eight bytes, least first.</summary>
    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>The next bytes.</summary>
    /// <exception cref="CheckpointException">There are not as many.</exception>
    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
        {
            throw CheckpointException.BadPickle(file, Position, "the end of the file");
        }

        var taken = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    /// <summary>The bytes up to a line feed, which is read too.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    public ReadOnlySpan<byte> Line()
    {
        var length = _bytes[Position..].IndexOf((byte)'\n');
        var line = Take(length < 0 ? ulong.MaxValue : (ulong)length);
        Position++;
        return line;
    }
}
