using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FineTune.Formats;

/// <summary>A number of bytes as transformers writes it: <c>5GB</c>, <c>300MB</c>, <c>2GiB</c>.</summary>
/// <param name="Bytes">The number; at least 1.</param>
public sealed record ByteSize(long Bytes)
{
    // Those in powers of 1,000 come last of their kind, so that GB is not taken for the end of GiB.
    private static readonly (string Name, long Bytes)[] Units =
    [
        ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000), ("B", 1),
    ];

    /// <summary>What a text must look like, for messages.</summary>
    public const string Allowed = "a number with a unit such as 5GB, 300MB or 2GiB, or a number of bytes";

    /// <summary>Reads a size: a number, which may have a fraction, and a unit; without one it is bytes.</summary>
    /// <param name="text">The text; the case of the unit does not count.</param>
    /// <param name="size">The size.</param>
    /// <returns>Whether it is a size of at least one byte.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ByteSize? size)
    {
        text = text.Trim();
        var unit = Array.Find(Units, u => text.EndsWith(u.Name, StringComparison.OrdinalIgnoreCase));
        var digits = unit.Name is null ? text : text[..^unit.Name.Length].TrimEnd();
        var isNumber = decimal.TryParse(
            digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        var factor = unit.Name is null ? 1 : unit.Bytes;
        size = isNumber && number * factor is >= 1 and <= long.MaxValue ? new ByteSize((long)(number * factor)) : null;
        return size is not null;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var unit = Array.Find(Units, u => Bytes % u.Bytes == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{Bytes / unit.Bytes}{unit.Name}");
    }
}
