using System.Globalization;
using System.Numerics;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>How Python prints and reads numbers and the other constants.</summary>
internal static class PythonNumbers
{
    // Python refuses to print longer integers; so does this language, or printing one could take minutes.
    private const int MaxDigits = 4300;

    /// <summary><c>str()</c> of none, a boolean or a number.</summary>
    public static string ToText(Value value) => value.Kind switch
    {
        ValueKind.None => "None",
        ValueKind.Bool => value.Integer != 0 ? "True" : "False",
        ValueKind.Int => value.Integer.ToString(CultureInfo.InvariantCulture),
        ValueKind.BigInt => ToText(value.Big),
        _ => ToText(value.Float),
    };

    /// <summary><c>repr()</c> of a float: the shortest digits that read back the same.</summary>
    public static string ToText(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        string digits = number.ToString("R", CultureInfo.InvariantCulture);
        string sign = digits[0] == '-' ? "-" : "";
        (string mantissa, int point) = Digits(digits.TrimStart('-'));
        int exponent = point - 1;
        if (exponent is < -4 or >= 16)
        {
            string fraction = mantissa.Length > 1 ? $".{mantissa[1..]}" : "";
            return $"{sign}{mantissa[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (point <= 0)
        {
            return $"{sign}0.{new string('0', -point)}{mantissa}";
        }

        return point >= mantissa.Length
            ? $"{sign}{mantissa}{new string('0', point - mantissa.Length)}.0"
            : $"{sign}{mantissa[..point]}.{mantissa[point..]}";
    }

    /// <summary>What <c>int(text, base)</c> reads; null where it raises a ValueError.</summary>
    public static Value? ParseInteger(string text, int radix = 10)
    {
        string digits = text[..PythonText.TrimEnd(text)].TrimStart();
        bool negative = digits.StartsWith('-');
        digits = negative || digits.StartsWith('+') ? digits[1..] : digits;
        string prefix = radix switch { 2 => "0b", 8 => "0o", 16 => "0x", _ => "" };
        if (prefix.Length > 0 && digits.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            digits = digits[2..];
        }

        if (digits.Length is 0 or > MaxDigits || digits[0] == '_' || digits[^1] == '_' ||
            digits.Contains("__", StringComparison.Ordinal))
        {
            return null;
        }

        BigInteger number = 0;
        foreach (char c in digits.Replace("_", "", StringComparison.Ordinal))
        {
            int digit = CharUnicodeInfo.GetDecimalDigitValue(c);
            digit = digit < 0 && char.IsAsciiLetter(c) ? char.ToLowerInvariant(c) - 'a' + 10 : digit;
            if (digit < 0 || digit >= radix)
            {
                return null;
            }

            number = (number * radix) + digit;
        }

        return Value.From(negative ? -number : number);
    }

    /// <summary>What <c>float(text)</c> reads; null where it raises a ValueError.</summary>
    public static double? ParseFloat(string text)
    {
        string trimmed = text[..PythonText.TrimEnd(text)].TrimStart().ToLowerInvariant();
        switch (trimmed.TrimStart('+', '-'))
        {
            case "nan":
                return double.NaN;
            case "inf" or "infinity":
                return trimmed[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            default:
                const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint |
                    NumberStyles.AllowExponent;
                return double.TryParse(trimmed.Replace("_", "", StringComparison.Ordinal), Styles,
                    CultureInfo.InvariantCulture, out double number)
                    ? number
                    : null;
        }
    }

    /// <summary>What Python's true division makes of two integers, rounded once.</summary>
    public static double Divide(BigInteger left, BigInteger right)
    {
        // Doubles hold both operands exactly up to 2^53, where one division rounds once by itself.
        const long Exact = 1L << 53;
        if (BigInteger.Abs(left) <= Exact && BigInteger.Abs(right) <= Exact)
        {
            return (double)left / (double)right;
        }

        long shift = Math.Max(0, 66 + right.GetBitLength() - left.GetBitLength());
        BigInteger dividend = BigInteger.Abs(left) << (int)shift;
        BigInteger quotient = BigInteger.DivRem(dividend, BigInteger.Abs(right), out BigInteger rest);

        // A sticky last bit keeps the conversion's own rounding honest.
        quotient |= rest.IsZero ? 0 : 1;
        double result = Math.ScaleB((double)quotient, -(int)shift);
        return left.Sign * right.Sign < 0 ? -result : result;
    }

    private static string ToText(BigInteger number)
    {
        return number.GetBitLength() <= MaxDigits * 3.3219 ? number.ToString(CultureInfo.InvariantCulture) :
            throw new JinjaException($"Exceeds the limit ({MaxDigits} digits) for integer string conversion");
    }

    /// <summary>The significant digits of a round-trip float text, and where their decimal point stands.</summary>
    private static (string Mantissa, int Point) Digits(string text)
    {
        int exponentAt = text.IndexOf('E');
        int exponent = exponentAt < 0 ? 0 : int.Parse(text[(exponentAt + 1)..], CultureInfo.InvariantCulture);
        string number = exponentAt < 0 ? text : text[..exponentAt];
        int pointAt = number.IndexOf('.');
        int point = (pointAt < 0 ? number.Length : pointAt) + exponent;
        string digits = number.Replace(".", "", StringComparison.Ordinal);
        string significant = digits.TrimStart('0');
        point -= digits.Length - significant.Length;
        significant = significant.TrimEnd('0');
        return significant.Length == 0 ? ("0", 1) : (significant, point);
    }
}
