using System.Text;

namespace FineTune.Formats;

/// <summary>Reads Thrift's compact protocol, and nothing past the end of its bytes.</summary>
/// <remarks>Format: apache/thrift, <c>thrift-compact-protocol.md</c>.</remarks>
/// <param name="bytes">The message, or more.</param>
/// <param name="damaged">The exception for a message that cannot be read.</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes, Func<string, ParquetException> damaged)
{
    private const int DeepestNesting = 32;
    private const int VarintBits = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Reads the next field's number and type; <see cref="ThriftType.Stop"/> ends the struct.</summary>
    /// <param name="field">The number of the field before, 0 at first; becomes this one's.</param>
    public ThriftType Field(ref int field)
    {
        var header = Byte();
        var type = (ThriftType)(header & 0xf);
        if (type != ThriftType.Stop)
        {
            field = header >> 4 is var delta and > 0 ? field + delta : (short)ZigZag();
        }

        return type;
    }

    /// <summary>An integer field of any width.</summary>
    public long Integer(ThriftType type) => type switch
    {
        ThriftType.Byte => (sbyte)Byte(),
        ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64 => ZigZag(),
        _ => throw damaged($"{type} where an integer belongs"),
    };

    /// <summary>An integer field that has to fit 32 bits.</summary>
    public int Int32(ThriftType type)
    {
        var value = Integer(type);
        return value == (int)value ? (int)value : throw damaged($"{value:N0} where a 32-bit integer belongs");
    }

    /// <summary>A truth value, which the compact protocol keeps in the field's type.</summary>
    public readonly bool Boolean(ThriftType type) => type switch
    {
        ThriftType.True => true,
        ThriftType.False => false,
        _ => throw damaged($"{type} where a boolean belongs"),
    };

    /// <summary>Text; bytes that are not UTF-8 are replaced.</summary>
    public string Text(ThriftType type)
    {
        Expect(type, ThriftType.Binary);
        return Encoding.UTF8.GetString(Take(Varint()));
    }

    /// <summary>The start of a list.</summary>
    /// <returns>How many items follow, each of the type expected.</returns>
    public int List(ThriftType type, ThriftType expected)
    {
        Expect(type, ThriftType.List);
        var (count, items) = ListHeader();
        if (count > 0)
        {
            Expect(items, expected);
        }

        return count;
    }

    /// <summary>Checks that a struct starts here.</summary>
    public readonly void Struct(ThriftType type) => Expect(type, ThriftType.Struct);

    /// <summary>Passes over a field of any type.</summary>
    public void Skip(ThriftType type) => Skip(type, depth: 0, inList: false);

    private void Skip(ThriftType type, int depth, bool inList)
    {
        if (depth > DeepestNesting)
        {
            throw damaged("structs nested too deeply");
        }

        switch (type)
        {
            case ThriftType.True or ThriftType.False when !inList:
                break;
            case ThriftType.True or ThriftType.False or ThriftType.Byte:
                Byte();
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                Varint();
                break;
            case ThriftType.Double:
                Take(sizeof(double));
                break;
            case ThriftType.Uuid:
                Take(16);
                break;
            case ThriftType.Binary:
                Take(Varint());
                break;
            case ThriftType.List or ThriftType.Set:
                SkipList(depth);
                break;
            case ThriftType.Map:
                SkipMap(depth);
                break;
            case ThriftType.Struct:
                SkipStruct(depth);
                break;
            default:
                throw damaged($"a field of unknown type {(int)type}");
        }
    }

    private void SkipList(int depth)
    {
        var (count, items) = ListHeader();
        for (var i = 0; i < count; i++)
        {
            Skip(items, depth + 1, inList: true);
        }
    }

    private void SkipMap(int depth)
    {
        var count = Count(Varint());
        var types = count > 0 ? Byte() : 0;
        for (var i = 0; i < count; i++)
        {
            Skip((ThriftType)(types >> 4), depth + 1, inList: true);
            Skip((ThriftType)(types & 0xf), depth + 1, inList: true);
        }
    }

    private void SkipStruct(int depth)
    {
        var field = 0;
        while (Field(ref field) is var type and not ThriftType.Stop)
        {
            Skip(type, depth + 1, inList: false);
        }
    }

    private (int Count, ThriftType Items) ListHeader()
    {
        const int longList = 15;
        var header = Byte();
        var count = header >> 4;
        return (Count(count == longList ? Varint() : (ulong)count), (ThriftType)(header & 0xf));
    }

    /// <summary>Every item takes a byte or more, so a list cannot be longer than what is left.</summary>
    private readonly int Count(ulong count) =>
        count <= (ulong)(_bytes.Length - Position) ? (int)count : throw damaged($"a list of {count:N0} items");

    private byte Byte() => Take(1)[0];

    private long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < VarintBits; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw damaged("an integer of more than 64 bits");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
        {
            throw damaged("it ends too early");
        }

        Position += (int)count;
        return _bytes.Slice(Position - (int)count, (int)count);
    }

    private readonly void Expect(ThriftType type, ThriftType expected)
    {
        if (type != expected)
        {
            throw damaged($"{type} where {expected} belongs");
        }
    }
}
