using System.Globalization;

namespace FineTune.Tokenizers.Json;

/// <summary>Floating-point numbers as the reference reads and writes them.</summary>
internal static class JsonNumbers
{
    private const int MostExponent = 100_000;

    /// <summary>
    /// Reads a number as the reference's JSON reader does: its digits as an integer, then one multiplication or division
    /// by a power of ten. The last bit can differ from the nearest double, and which of two equally probable
    /// tokenizations wins can hang on it.
    /// </summary>
    public static double Read(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        if (isNegative)
            text = text[1..];
        var mantissaEnd = text.IndexOfAny((byte)'e', (byte)'E');
        var exponent = mantissaEnd < 0 ? 0 : ReadExponent(text[(mantissaEnd + 1)..]);
        var digits = 0UL;
        var isFraction = false;
        var isFull = false;
        foreach (var c in mantissaEnd < 0 ? text : text[..mantissaEnd])
        {
            if (c == '.')
            {
                isFraction = true;
                continue;
            }
            var digit = (uint)(c - '0');
            isFull |= digits > (ulong.MaxValue - digit) / 10;
            if (!isFull)
                digits = (digits * 10) + digit;
            // Digits beyond what fits are passed over; before the point they still count as places.
            exponent += isFull ? (isFraction ? 0 : 1) : (isFraction ? -1 : 0);
        }
        var value = Scale(digits, exponent);
        return isNegative ? -value : value;
    }

    /// <summary>The shortest text that reads back as <paramref name="value"/>.</summary>
    public static string Write(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    /// <summary>An exponent; one beyond what a double can have counts as that.</summary>
    private static int ReadExponent(ReadOnlySpan<byte> text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var exponent)
            ? Math.Clamp(exponent, -MostExponent, MostExponent)
            : text[0] == '-' ? -MostExponent : MostExponent;

    private static double Scale(double value, int exponent)
    {
        for (; exponent < -308 && value != 0; exponent += 308)
            value /= 1e308;
        for (; exponent > 308 && double.IsFinite(value) && value != 0; exponent -= 308)
            value *= 1e308;
        var power = PowerOfTen(Math.Min(Math.Abs(exponent), 308));
        return exponent >= 0 ? value * power : value / power;
    }

    private static double PowerOfTen(int exponent) =>
        double.Parse($"1e{exponent}", NumberStyles.Float, CultureInfo.InvariantCulture);
}
