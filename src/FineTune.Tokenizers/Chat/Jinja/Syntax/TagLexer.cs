using System.Globalization;
using System.Text;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Reads the tokens inside a tag: numbers, names, string literals and operators.</summary>
internal static class TagLexer
{
    private static readonly string[] LongOperators = ["**", "//", "==", "!=", ">=", "<="];

    /// <summary>Reads the token at <paramref name="start"/>, which is not whitespace.</summary>
    /// <returns>False where no token starts there.</returns>
    public static bool TryRead(string text, int start, out Token token, out int next)
    {
        char first = text[start];
        if (char.IsAsciiDigit(first))
        {
            next = EndOfFloat(text, start);
            TokenKind kind = next > 0 ? TokenKind.Float : TokenKind.Integer;
            next = next > 0 ? next : EndOfInteger(text, start);
            token = new Token(kind, text[start..next].Replace("_", "", StringComparison.Ordinal), start);
            return true;
        }

        if (IsNameCharacter(first))
        {
            for (next = start + 1; next < text.Length && IsNameCharacter(text[next]); next++)
            {
            }

            token = new Token(TokenKind.Name, text[start..next], start);
            return true;
        }

        if (first is '\'' or '"')
        {
            return TryReadString(text, start, out token, out next);
        }

        return TryReadOperator(text, start, out token, out next);
    }

    private static bool IsNameCharacter(char c) =>
        c == '_' || char.IsLetterOrDigit(c) || char.IsSurrogate(c) ||
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool TryReadOperator(string text, int start, out Token token, out int next)
    {
        foreach (string candidate in LongOperators)
        {
            if (text.AsSpan(start).StartsWith(candidate, StringComparison.Ordinal))
            {
                next = start + 2;
                token = new Token(TokenKind.Operator, candidate, start);
                return true;
            }
        }

        next = start + 1;
        token = new Token(TokenKind.Operator, text[start].ToString(), start);
        return "+-/*%~[](){}><=.:|,;".Contains(text[start], StringComparison.Ordinal);
    }

    private static bool TryReadString(string text, int start, out Token token, out int next)
    {
        char quote = text[start];
        for (int at = start + 1; at < text.Length; at++)
        {
            if (text[at] == quote)
            {
                next = at + 1;
                token = new Token(TokenKind.String, Unescape(text.AsSpan(start + 1, at - start - 1), start), start);
                return true;
            }

            at += text[at] == '\\' ? 1 : 0;
        }

        token = default;
        next = start;
        return false;
    }

    /// <summary>The end of the float that starts here, or -1 where the digits are an integer.</summary>
    private static int EndOfFloat(string text, int start)
    {
        // In `items.0.name` the digits after a dot are an index, never a fraction.
        if (start > 0 && text[start - 1] == '.')
        {
            return -1;
        }

        int at = EndOfDigits(text, start);
        int end = -1;
        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            at = end = EndOfDigits(text, at + 1);
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            int exponent = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                end = EndOfDigits(text, exponent);
            }
        }

        return end;
    }

    private static int EndOfInteger(string text, int start)
    {
        char radix = start + 1 < text.Length ? char.ToLowerInvariant(text[start + 1]) : '\0';
        if (text[start] != '0' || radix is not ('b' or 'o' or 'x'))
        {
            // A leading zero is a number of its own: `012` is a syntax error, as in Python.
            int digits = EndOfDigits(text, start);
            return text[start] != '0' || text.AsSpan(start, digits - start).IndexOfAnyExcept('0', '_') < 0
                ? digits
                : start + 1;
        }

        int at = start + 2;
        while (at < text.Length && (text[at] == '_' || IsDigitOf(radix, text[at])))
        {
            at++;
        }

        return at == start + 2 ? start + 1 : at;
    }

    private static bool IsDigitOf(char radix, char c) => radix switch
    {
        'b' => c is '0' or '1',
        'o' => c is >= '0' and <= '7',
        _ => char.IsAsciiHexDigit(c),
    };

    private static int EndOfDigits(string text, int at)
    {
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || IsSeparator(text, at)))
        {
            at++;
        }

        return at;
    }

    private static bool IsSeparator(string text, int at) =>
        text[at] == '_' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);

    private static string Unescape(ReadOnlySpan<char> raw, int position)
    {
        if (!raw.Contains('\\'))
        {
            return raw.ToString();
        }

        var result = new StringBuilder(raw.Length);
        for (int at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\')
            {
                result.Append(raw[at]);
                continue;
            }

            at++;
            at += AppendEscape(result, raw[at..], position);
        }

        return result.ToString();
    }

    /// <summary>Appends what an escape stands for; <paramref name="rest"/> starts after its backslash.</summary>
    /// <returns>How many characters beyond the first it took.</returns>
    private static int AppendEscape(StringBuilder result, ReadOnlySpan<char> rest, int position)
    {
        char kind = rest[0];
        switch (kind)
        {
            case 'x' or 'u' or 'U':
                int length = kind switch { 'x' => 2, 'u' => 4, _ => 8 };
                if (rest.Length <= length ||
                    !int.TryParse(rest.Slice(1, length), NumberStyles.AllowHexSpecifier, null, out int code) ||
                    code is < 0 or > 0x10FFFF)
                {
                    throw new JinjaException($"truncated \\{kind} escape in a string literal", position);
                }

                result.Append(PythonText.FromCodePoint(code));
                return length;
            case >= '0' and <= '7':
                int digits = 1;
                while (digits < 3 && digits < rest.Length && rest[digits] is >= '0' and <= '7')
                {
                    digits++;
                }

                result.Append((char)Convert.ToInt32(rest[..digits].ToString(), 8));
                return digits - 1;
            case 'N':
                throw new JinjaException("\\N{...} escapes are not supported; write the character itself", position);
            case '\n':
                return 0;
            default:
                int simple = "abfnrtv\\'\"".IndexOf(kind, StringComparison.Ordinal);
                result.Append(simple < 0 ? $"\\{kind}" : "\a\b\f\n\r\t\v\\'\""[simple].ToString());
                return 0;
        }
    }
}
