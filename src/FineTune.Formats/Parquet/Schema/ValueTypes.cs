using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace FineTune.Formats;

/// <summary>What the stored bytes of a value become.</summary>
internal static class ValueTypes
{
    private const int MostDecimalDigits = 38;
    private const int DecimalDigits = 28;
    private const int UuidBytes = 16;

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Turns a value's bytes, little-endian as stored, into the value.</summary>
    public delegate object Converter(ReadOnlySpan<byte> bytes);

    /// <summary>A leaf's type in words.</summary>
    public static string Name(LeafNode leaf)
    {
        var logical = leaf.Logical;
        return logical.Kind switch
        {
            LogicalKind.String => "string",
            LogicalKind.Integer => $"{(logical.IsSigned ? "" : "u")}int{logical.BitWidth}",
            LogicalKind.Decimal => $"decimal({logical.Precision}, {logical.Scale})",
            LogicalKind.Date => "date",
            LogicalKind.Time => "time",
            LogicalKind.Timestamp => logical.IsUtc ? "timestamp(UTC)" : "timestamp",
            LogicalKind.Float16 => "float16",
            LogicalKind.Uuid => "uuid",
            LogicalKind.Null => "null",
            _ => leaf.Physical switch
            {
                PhysicalType.Boolean => "bool",
                PhysicalType.Int32 => "int32",
                PhysicalType.Int64 => "int64",
                PhysicalType.Int96 => "timestamp",
                PhysicalType.Float => "float32",
                PhysicalType.Double => "float64",
                _ => "bytes",
            },
        };
    }

    /// <summary>Whether what a leaf's values stand for can be stored as they are.</summary>
    public static bool Fit(LeafNode leaf)
    {
        var logical = leaf.Logical;
        var isInteger = leaf.Physical is PhysicalType.Int32 or PhysicalType.Int64;
        return logical.Kind switch
        {
            LogicalKind.String => leaf.Physical is PhysicalType.ByteArray or PhysicalType.FixedLenByteArray,
            LogicalKind.Integer or LogicalKind.Time => isInteger,
            LogicalKind.Date => leaf.Physical == PhysicalType.Int32,
            LogicalKind.Timestamp => leaf.Physical == PhysicalType.Int64,
            LogicalKind.Float16 => leaf is { Physical: PhysicalType.FixedLenByteArray, Width: 2 },
            LogicalKind.Uuid => leaf is { Physical: PhysicalType.FixedLenByteArray, Width: UuidBytes },
            LogicalKind.Decimal => logical.Scale >= 0 && logical.Scale <= logical.Precision
                && logical.Precision <= MostDecimalDigits
                && (isInteger || leaf.Physical is PhysicalType.ByteArray or PhysicalType.FixedLenByteArray),
            _ => true,
        };
    }

    /// <summary>How a leaf's bytes become values.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="place">Where it is read, for messages.</param>
    public static Converter For(LeafNode leaf, ParquetPlace place)
    {
        var logical = leaf.Logical;
        return logical.Kind switch
        {
            LogicalKind.String => bytes => Text(bytes, place),
            LogicalKind.Date => bytes => IsoTime.Date(Integer(bytes), place),
            LogicalKind.Time => bytes => IsoTime.Time(Integer(bytes), logical, place),
            LogicalKind.Timestamp => bytes => IsoTime.Timestamp(Integer(bytes), logical, place),
            LogicalKind.Decimal when leaf.Physical is PhysicalType.Int32 or PhysicalType.Int64 =>
                bytes => Decimal(Integer(bytes), logical, place),
            LogicalKind.Decimal => bytes => Decimal(new BigInteger(bytes, isBigEndian: true), logical, place),
            LogicalKind.Float16 => bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            LogicalKind.Uuid => bytes => new Guid(bytes, bigEndian: true).ToString(),
            LogicalKind.Integer when !logical.IsSigned => UnsignedInteger,
            _ => Stored(leaf.Physical, place),
        };
    }

    private static Converter Stored(PhysicalType type, ParquetPlace place) => type switch
    {
        PhysicalType.Boolean => bytes => bytes[0] != 0,
        PhysicalType.Int32 or PhysicalType.Int64 => bytes => Integer(bytes),
        PhysicalType.Int96 => bytes => IsoTime.Int96(bytes, place),
        PhysicalType.Float => bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        PhysicalType.Double => bytes => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => bytes => bytes.ToArray(),
    };

    private static long Integer(ReadOnlySpan<byte> bytes) => bytes.Length == sizeof(int)
        ? BinaryPrimitives.ReadInt32LittleEndian(bytes)
        : BinaryPrimitives.ReadInt64LittleEndian(bytes);

    private static object UnsignedInteger(ReadOnlySpan<byte> bytes) => bytes.Length == sizeof(int)
        ? (object)(long)BinaryPrimitives.ReadUInt32LittleEndian(bytes)
        : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static string Text(ReadOnlySpan<byte> bytes, ParquetPlace place)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw place.Damaged("a string is not UTF-8");
        }
    }

    /// <summary>A decimal where it always fits one, else its digits.</summary>
    private static object Decimal(BigInteger unscaled, LogicalType type, ParquetPlace place)
    {
        var magnitude = BigInteger.Abs(unscaled);
        var digits = magnitude.ToString().PadLeft(type.Scale + 1, '0');
        if (digits.Length > Math.Max(type.Precision, type.Scale + 1))
        {
            throw place.Damaged($"a decimal({type.Precision}, {type.Scale}) has {digits.Length} digits");
        }

        var point = digits.Length - type.Scale;
        var text = (unscaled.Sign < 0 ? "-" : "") + digits[..point] + (type.Scale > 0 ? "." + digits[point..] : "");
        return type.Precision <= DecimalDigits ? decimal.Parse(text) : text;
    }
}
