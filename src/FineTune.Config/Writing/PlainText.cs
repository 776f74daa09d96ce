using System.Globalization;
using System.Text;

namespace FineTune.Config;

/// <summary>Values as YAML text that every YAML reader, 1.1 or 1.2, reads back as the same value.</summary>
internal static class PlainText
{
    /// <summary>A string, boolean or number in YAML.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => Text(text),
        bool flag => flag ? "true" : "false",
        float number => Number(number, number.ToString("R", CultureInfo.InvariantCulture)),
        double number => Number(number, number.ToString("R", CultureInfo.InvariantCulture)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException(
            $"{value.GetType()} cannot be written as YAML: register a {nameof(ConfigConverter)} for it."),
    };

    // Always with a dot: YAML 1.1 takes 2e-05 for a string, and 3 would come back as a whole number.
    private static string Number(double value, string digits)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
        }

        var exponent = digits.IndexOf('E', StringComparison.Ordinal);
        var mantissa = exponent < 0 ? digits : digits[..exponent];
        var dotted = mantissa.Contains('.', StringComparison.Ordinal) ? mantissa : mantissa + ".0";
        return exponent < 0 ? dotted : $"{dotted}e{digits[(exponent + 1)..]}";
    }

    private static string Text(string text) => IsPlain(text) ? text : Quote(text);

    // Quotes whatever is not plainly a word, a path or a sentence.
    private static bool IsPlain(string text)
        => text is [var first, ..] and [.., not ' ']
            && (char.IsLetter(first) || first is '_' or '/' || text is ['.', '/', ..] or ['.', '.', '/', ..])
            && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ' ' or '+' or '@')
            && !ScalarReader.LooksLikeBool(text) && text.ToLowerInvariant() is not ("null" or "y" or "n");

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff'
                    => quoted.Append($"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
