using System.Globalization;
using System.Text;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Python's view of text: code points rather than UTF-16 code units, and its own idea of whitespace.</summary>
internal static class PythonText
{
    /// <summary>Whether <c>str.isspace()</c> holds for the character.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    /// <summary>Whether every character is whitespace; true for the empty span.</summary>
    public static bool IsSpace(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!IsSpace(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether <c>str.splitlines()</c> breaks a line here.</summary>
    public static bool IsLineBreak(char c) => c is '\n' or '\r' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85'
        or '\u2028' or '\u2029';

    /// <summary>The end of the text without trailing whitespace.</summary>
    public static int TrimEnd(ReadOnlySpan<char> text)
    {
        int end = text.Length;
        while (end > 0 && IsSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    /// <summary>Number of code points.</summary>
    public static int CountCodePoints(string text)
    {
        if (!HasSurrogates(text))
        {
            return text.Length;
        }

        int count = 0;
        for (int at = 0; at < text.Length; at += WidthAt(text, at))
        {
            count++;
        }

        return count;
    }

    /// <summary>The UTF-16 offset of a code point index between 0 and the text's length.</summary>
    public static int OffsetOf(string text, int codePoint)
    {
        if (!HasSurrogates(text))
        {
            return codePoint;
        }

        int at = 0;
        for (int i = 0; i < codePoint && at < text.Length; i++)
        {
            at += WidthAt(text, at);
        }

        return at;
    }

    /// <summary>The code point index of a UTF-16 offset.</summary>
    public static int IndexOf(string text, int offset) =>
        HasSurrogates(text) ? CountCodePoints(text[..offset]) : offset;

    /// <summary>
    /// How many code units the code point at an offset takes. A lone surrogate is a code point of its own.
    /// </summary>
    public static int WidthAt(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    /// <summary>The code points of a text.</summary>
    public static IEnumerable<int> CodePoints(string text)
    {
        for (int at = 0; at < text.Length; at += WidthAt(text, at))
        {
            yield return CodePointAt(text, at);
        }
    }

    public static int CodePointAt(string text, int at) =>
        WidthAt(text, at) == 2 ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];

    /// <summary>The text of a code point; surrogates stand for themselves.</summary>
    public static string FromCodePoint(int code) =>
        code < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32(code);

    /// <summary>Orders texts by code point, as Python does.</summary>
    public static int Compare(string left, string right)
    {
        int at = left.AsSpan().CommonPrefixLength(right);
        if (at == left.Length || at == right.Length)
        {
            return left.Length - right.Length;
        }

        // A surrogate is part of a code point above every other code unit.
        bool leftHigh = char.IsSurrogate(left[at]);
        bool rightHigh = char.IsSurrogate(right[at]);
        return leftHigh == rightHigh ? left[at] - right[at] : leftHigh ? 1 : -1;
    }

    /// <summary>Whether <c>repr()</c> shows the code point as it is.</summary>
    public static bool IsPrintable(int code) => code == ' ' || CategoryOf(code) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.SpaceSeparator);

    public static UnicodeCategory CategoryOf(int code) => CharUnicodeInfo.GetUnicodeCategory(code);

    /// <summary>Python's <c>repr()</c> of a string.</summary>
    public static string Quote(string text)
    {
        char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal)
            ? '"'
            : '\'';
        return $"{quote}{EscapeForRepr(text, quote)}{quote}";
    }

    /// <summary>What <c>repr()</c> puts between the quotes.</summary>
    public static string EscapeForRepr(string text, char quote)
    {
        var result = new StringBuilder(text.Length + 2);
        foreach (int code in CodePoints(text))
        {
            result.Append(code switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\\' => "\\\\",
                _ when code == quote => $"\\{quote}",
                _ when IsPrintable(code) => FromCodePoint(code),
                < 0x100 => $"\\x{code:x2}",
                < 0x10000 => $"\\u{code:x4}",
                _ => $"\\U{code:x8}",
            });
        }

        return result.ToString();
    }

    private static bool HasSurrogates(string text) => text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') >= 0;
}
