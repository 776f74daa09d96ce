using System.Globalization;

namespace FineTune.Config;

/// <summary>Reads the text of a scalar as a C# value: YAML 1.2 numbers and booleans, plus <c>yes/no/on/off</c> and
/// digits grouped by <c>_</c>, which YAML 1.1 readers know.</summary>
internal static class ScalarReader
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a value.</summary>
    /// <param name="scalar">The text; one in quotes can only be a string.</param>
    /// <param name="type">A type that <see cref="ScalarShape.Supports"/>.</param>
    /// <returns>The value, or null where the text is not of that type or does not fit into it.</returns>
    public static object? Read(ConfigScalar scalar, Type type)
    {
        if (type == typeof(string))
        {
            return scalar.IsNull ? null : scalar.Text;
        }

        return scalar.IsQuoted ? null : type switch
        {
            _ when type == typeof(bool) => ReadBool(scalar.Text),
            _ when type == typeof(int) => ReadWhole(scalar.Text) is >= int.MinValue and <= int.MaxValue and var whole
                ? (int)whole : null,
            _ when type == typeof(long) => ReadWhole(scalar.Text),
            _ when type == typeof(float) => ReadNumber(scalar.Text) is { } number
                && (float.IsFinite((float)number) || !double.IsFinite(number)) ? (float)number : null,
            _ => ReadNumber(scalar.Text),
        };
    }

    /// <summary>True for text that some YAML reader would take for a number.</summary>
    public static bool LooksLikeNumber(string text) => ReadNumber(text) is not null;

    /// <summary>True for text that some YAML reader would take for a boolean.</summary>
    public static bool LooksLikeBool(string text) => ReadBool(text) is not null;

    private static bool? ReadBool(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => null,
    };

    // Through decimal, so that 1e3 and 3.0 count as whole and no large integer is rounded.
    private static long? ReadWhole(string text)
        => Digits(text) is { } digits && decimal.TryParse(digits, Style, CultureInfo.InvariantCulture, out var value)
            && value == decimal.Truncate(value) && value is >= long.MinValue and <= long.MaxValue ? (long)value : null;

    // Text too large for a double is refused, not turned into infinity.
    private static double? ReadNumber(string text) => text.ToLowerInvariant() switch
    {
        ".inf" or "+.inf" => double.PositiveInfinity,
        "-.inf" => double.NegativeInfinity,
        ".nan" => double.NaN,
        _ => Digits(text) is { } digits && double.TryParse(digits, Style, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : null,
    };

    // Only digits may be grouped, and only between digits: "_1" and "1_" are names.
    private static string? Digits(string text)
    {
        for (var i = text.IndexOf('_', StringComparison.Ordinal); i >= 0; i = text.IndexOf('_', i + 1))
        {
            if (i == 0 || i == text.Length - 1 || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1]))
            {
                return null;
            }
        }

        // Keeps out the parser's own words for infinity and NaN.
        return text.All(c => char.IsAsciiDigit(c) || c is '.' or 'e' or 'E' or '+' or '-' or '_')
            ? text.Replace("_", "", StringComparison.Ordinal) : null;
    }
}
