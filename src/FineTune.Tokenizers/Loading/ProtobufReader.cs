namespace FineTune.Tokenizers.Loading;

/// <summary>Walks over the fields of a protocol buffer message.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>The current field's value, for a variable-length integer.</summary>
    public long Integer { get; private set; }

    /// <summary>The current field's bytes: a string, a message, or a number of fixed size.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether the current field is a string or message.</summary>
    public bool IsBytes { get; private set; }

    /// <summary>Whether the message has been well formed so far.</summary>
    public bool IsValid { get; private set; } = true;

    /// <summary>Moves to the next field; false at the end or where the message is broken.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty || !TryReadVarint(out var tag))
            return false;
        Field = (int)(tag >> 3);
        var kind = (int)(tag & 7);
        IsBytes = kind == LengthDelimited;
        Integer = 0;
        Bytes = default;
        var length = 0L;
        switch (kind)
        {
            case Varint:
                if (!TryReadVarint(out var value))
                    return false;
                Integer = (long)value;
                break;
            case Fixed64:
                length = sizeof(ulong);
                break;
            case Fixed32:
                length = sizeof(uint);
                break;
            case LengthDelimited when TryReadVarint(out var size):
                length = (long)Math.Min(size, long.MaxValue);
                break;
            default:
                return IsValid = false;
        }
        if (length > _rest.Length || Field == 0)
            return IsValid = false;
        Bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    private bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && !_rest.IsEmpty; shift += 7)
        {
            var piece = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(piece & 0x7F) << shift;
            if (piece < 0x80)
                return true;
        }
        return IsValid = false;
    }
}
