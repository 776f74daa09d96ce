using System.Buffers.Binary;

namespace FineTune.Formats;

/// <summary>Dates and times as ISO 8601 text, with all digits of their unit or no fraction.</summary>
internal static class IsoTime
{
    private const long SecondsPerDay = 86_400;
    private const long Nanoseconds = 1_000_000_000;
    private const int JulianDayOfEpoch = 2_440_588;

    private static readonly LogicalType NanosecondTimestamp =
        new(LogicalKind.Timestamp) { UnitsPerSecond = Nanoseconds };

    /// <summary>A date, as <c>2024-02-29</c>.</summary>
    /// <param name="days">Days since 1970.</param>
    /// <param name="place">Where it is read, for messages.</param>
    public static string Date(long days, ParquetPlace place)
    {
        if (days < (DateTime.MinValue - DateTime.UnixEpoch).Days || days > (DateTime.MaxValue - DateTime.UnixEpoch).Days)
        {
            throw place.Damaged($"a date {days:N0} days from 1970, outside the years 1 to 9999");
        }

        return DateTime.UnixEpoch.AddDays(days).ToString("yyyy-MM-dd");
    }

    /// <summary>A time of day, as <c>12:30:00.250</c>.</summary>
    /// <param name="units">Units since midnight.</param>
    /// <param name="type">The unit, and whether it is UTC, which a <c>Z</c> says.</param>
    /// <param name="place">Where it is read, for messages.</param>
    public static string Time(long units, LogicalType type, ParquetPlace place) =>
        units >= 0 && units < SecondsPerDay * type.UnitsPerSecond
            ? Clock(units, type.UnitsPerSecond) + (type.IsUtc ? "Z" : "")
            : throw place.Damaged($"a time of day of {units:N0} units");

    /// <summary>A date with a time of day, as <c>2024-02-29T12:30:00.250Z</c>.</summary>
    /// <param name="units">Units since 1970.</param>
    /// <param name="type">The unit, and whether it is UTC, which the <c>Z</c> says.</param>
    /// <param name="place">Where it is read, for messages.</param>
    public static string Timestamp(long units, LogicalType type, ParquetPlace place)
    {
        var day = SecondsPerDay * type.UnitsPerSecond;
        var days = (long)Math.Floor((decimal)units / day);
        return Date(days, place) + "T" + Clock(units - (days * day), type.UnitsPerSecond) + (type.IsUtc ? "Z" : "");
    }

    /// <summary>The retired 12-byte timestamp: nanoseconds of the day, then the Julian day.</summary>
    public static string Int96(ReadOnlySpan<byte> bytes, ParquetPlace place)
    {
        var nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var days = BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(long)..]) - (long)JulianDayOfEpoch;
        return Date(days, place) + "T" + Time(nanoseconds, NanosecondTimestamp, place);
    }

    private static string Clock(long units, long unitsPerSecond)
    {
        var (seconds, fraction) = Math.DivRem(units, unitsPerSecond);
        var clock = $"{seconds / 3600:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}";
        return fraction == 0 ? clock : $"{clock}.{(unitsPerSecond + fraction).ToString()[1..]}";
    }
}
