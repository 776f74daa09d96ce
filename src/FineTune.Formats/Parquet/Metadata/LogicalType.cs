namespace FineTune.Formats;

/// <summary>
/// What a stored value stands for: <c>LogicalType</c> in <c>parquet.thrift</c>, or the <c>ConvertedType</c> of files
/// that are older than it.
/// </summary>
internal sealed record LogicalType(LogicalKind Kind)
{
    private const long Milliseconds = 1_000;
    private const long Microseconds = 1_000_000;
    private const long Nanoseconds = 1_000_000_000;

    /// <summary>The value itself.</summary>
    public static LogicalType None { get; } = new(LogicalKind.None);

    /// <summary>Digits after a decimal's point.</summary>
    public int Scale { get; init; }

    /// <summary>Digits of a decimal in all.</summary>
    public int Precision { get; init; }

    /// <summary>Units a second, of times and timestamps.</summary>
    public long UnitsPerSecond { get; init; } = Microseconds;

    /// <summary>Whether a time or timestamp is UTC, not of some place unknown.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Whether an integer has a sign.</summary>
    public bool IsSigned { get; init; } = true;

    /// <summary>Bits of an integer.</summary>
    public int BitWidth { get; init; }

    /// <summary>Reads the union of logical types; the number of its one field says which it is.</summary>
    public static LogicalType Read(ref ThriftReader reader)
    {
        var logical = None;
        var field = 0;
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            logical = field switch
            {
                1 or 4 or 12 => new LogicalType(LogicalKind.String),
                2 => new LogicalType(LogicalKind.Map),
                3 => new LogicalType(LogicalKind.List),
                5 => new LogicalType(LogicalKind.Decimal),
                6 => new LogicalType(LogicalKind.Date),
                7 => new LogicalType(LogicalKind.Time),
                8 => new LogicalType(LogicalKind.Timestamp),
                10 => new LogicalType(LogicalKind.Integer),
                11 => new LogicalType(LogicalKind.Null),
                14 => new LogicalType(LogicalKind.Uuid),
                15 => new LogicalType(LogicalKind.Float16),
                _ => None,
            };
            reader.Struct(type);
            logical = logical.WithParameters(ref reader);
        }

        return logical;
    }

    /// <summary>The same of a converted type; scale and precision stand beside it in the schema.</summary>
    public static LogicalType FromConverted(int type, int scale, int precision) => type switch
    {
        0 or 4 or 19 => new LogicalType(LogicalKind.String),
        1 or 2 => new LogicalType(LogicalKind.Map),
        3 => new LogicalType(LogicalKind.List),
        5 => new LogicalType(LogicalKind.Decimal) { Scale = scale, Precision = precision },
        6 => new LogicalType(LogicalKind.Date),
        7 => new LogicalType(LogicalKind.Time) { UnitsPerSecond = Milliseconds, IsUtc = true },
        8 => new LogicalType(LogicalKind.Time) { UnitsPerSecond = Microseconds, IsUtc = true },
        9 => new LogicalType(LogicalKind.Timestamp) { UnitsPerSecond = Milliseconds, IsUtc = true },
        10 => new LogicalType(LogicalKind.Timestamp) { UnitsPerSecond = Microseconds, IsUtc = true },
        >= 11 and <= 14 => new LogicalType(LogicalKind.Integer) { BitWidth = 8 << (type - 11), IsSigned = false },
        >= 15 and <= 18 => new LogicalType(LogicalKind.Integer) { BitWidth = 8 << (type - 15) },
        _ => None,
    };

    private LogicalType WithParameters(ref ThriftReader reader)
    {
        var logical = this;
        var field = 0;
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            switch (Kind, field)
            {
                case (LogicalKind.Decimal, 1): logical = logical with { Scale = reader.Int32(type) }; break;
                case (LogicalKind.Decimal, 2): logical = logical with { Precision = reader.Int32(type) }; break;
                case (LogicalKind.Time or LogicalKind.Timestamp, 1):
                    logical = logical with { IsUtc = reader.Boolean(type) };
                    break;
                case (LogicalKind.Time or LogicalKind.Timestamp, 2):
                    reader.Struct(type);
                    logical = logical with { UnitsPerSecond = ReadUnit(ref reader) };
                    break;
                case (LogicalKind.Integer, 1): logical = logical with { BitWidth = reader.Int32(type) }; break;
                case (LogicalKind.Integer, 2): logical = logical with { IsSigned = reader.Boolean(type) }; break;
                default: reader.Skip(type); break;
            }
        }

        return logical;
    }

    private static long ReadUnit(ref ThriftReader reader)
    {
        var (field, unit) = (0, Microseconds);
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            unit = field switch { 1 => Milliseconds, 3 => Nanoseconds, _ => Microseconds };
            reader.Skip(type);
        }

        return unit;
    }
}
