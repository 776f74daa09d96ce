using System.Globalization;
using System.Numerics;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// Formats finite floats with a given number of digits, rounding the exact value half to even as C's printf does.
/// </summary>
internal static class FloatFormat
{
    private const int MaxPrecision = 5000;

    /// <summary><c>%.{precision}f</c>, without a sign.</summary>
    public static string Fixed(double number, int precision)
    {
        string digits = Scaled(number, Checked(precision)).ToString().PadLeft(precision + 1, '0');
        return precision == 0 ? digits : $"{digits[..^precision]}.{digits[^precision..]}";
    }

    /// <summary><c>%.{precision}e</c>, without a sign.</summary>
    public static string Exponent(double number, int precision)
    {
        (string digits, int exponent) = Significant(number, Checked(precision) + 1);
        return Compose(digits, exponent);
    }

    /// <summary><c>%.{precision}g</c>, without a sign.</summary>
    /// <param name="number">The number.</param>
    /// <param name="precision">How many significant digits.</param>
    /// <param name="keepsZeros">Whether trailing zeros stay.</param>
    public static string General(double number, int precision, bool keepsZeros)
    {
        int count = Math.Max(1, Checked(precision));
        (string digits, int exponent) = Significant(number, count);
        if (exponent >= -4 && exponent < count)
        {
            string plain = Fixed(number, count - 1 - exponent);
            bool hasFraction = plain.Contains('.', StringComparison.Ordinal);
            return hasFraction && !keepsZeros ? plain.TrimEnd('0').TrimEnd('.') : plain;
        }

        return Compose(keepsZeros ? digits : $"{digits[0]}{digits[1..].TrimEnd('0')}", exponent);
    }

    /// <summary>The number rounded to so many decimals, which may be negative.</summary>
    public static double Round(double number, int decimals)
    {
        // More digits than a double has decimal places change nothing; more places than it has digits leave zero.
        if (!double.IsFinite(number) || decimals > 330)
        {
            return number;
        }

        if (decimals < -330)
        {
            return Math.CopySign(0, number);
        }

        double rounded = double.Parse($"{Scaled(number, decimals)}E{-decimals}", CultureInfo.InvariantCulture);
        return Math.CopySign(rounded, number);
    }

    private static string Compose(string digits, int exponent) =>
        $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";

    private static (string Digits, int Exponent) Significant(double number, int count)
    {
        if (number == 0)
        {
            return (new string('0', count), 0);
        }

        int exponent = (int)Math.Floor(Math.Log10(Math.Abs(number)));
        while (true)
        {
            // The estimate may be one off, and rounding may carry into one more digit.
            string digits = Scaled(number, count - 1 - exponent).ToString();
            if (digits.Length == count)
            {
                return (digits, exponent);
            }

            exponent += digits.Length > count ? 1 : -1;
        }
    }

    /// <summary>The absolute value times a power of ten, rounded half to even to an integer.</summary>
    private static BigInteger Scaled(double number, int decimals)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)((bits >> 52) & 0x7ff);
        BigInteger numerator = exponent == 0 ? bits & 0xfffffffffffff : (bits & 0xfffffffffffff) | (1L << 52);
        exponent = Math.Max(exponent, 1) - 1075;
        BigInteger denominator = 1;
        Shift(ref numerator, ref denominator, exponent);
        BigInteger power = BigInteger.Pow(10, Math.Abs(decimals));
        numerator *= decimals > 0 ? power : 1;
        denominator *= decimals < 0 ? power : 1;
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static void Shift(ref BigInteger numerator, ref BigInteger denominator, int exponent)
    {
        if (exponent >= 0)
        {
            numerator <<= exponent;
        }
        else
        {
            denominator <<= -exponent;
        }
    }

    private static int Checked(int precision) =>
        precision <= MaxPrecision ? precision : throw new JinjaException("precision too large");
}
