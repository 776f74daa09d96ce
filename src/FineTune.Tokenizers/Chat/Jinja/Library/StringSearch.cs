using System.Globalization;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>String methods that ask about a string. Positions are code points.</summary>
internal static class StringSearch
{
    public static bool HasAffix(Str text, Arguments arguments, bool atEnd)
    {
        (int start, int end, bool isEmpty) = Window(text.Text, arguments);
        ReadOnlySpan<char> window = text.Text.AsSpan(start, end - start);
        IEnumerable<Value> candidates = arguments[0].Object is PyTuple tuple ? tuple.Values : [arguments[0]];
        foreach (Value candidate in candidates)
        {
            string method = atEnd ? "endswith" : "startswith";
            string affix = candidate.TextOrNull ?? throw (candidate.Object as PyUndefined)?.Fault() ??
                new JinjaException($"{method} first arg must be str or a tuple of str, not {candidate.TypeName}");
            bool matches = atEnd
                ? window.EndsWith(affix, StringComparison.Ordinal)
                : window.StartsWith(affix, StringComparison.Ordinal);
            if (matches && !isEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first or last position of a part, or -1.</summary>
    public static int Find(Str text, Arguments arguments, bool fromEnd)
    {
        string part = arguments.StrAt(0).Text;
        (int start, int end, bool isEmpty) = Window(text.Text, arguments);
        ReadOnlySpan<char> window = text.Text.AsSpan(start, end - start);
        int at = fromEnd
            ? window.LastIndexOf(part, StringComparison.Ordinal)
            : window.IndexOf(part, StringComparison.Ordinal);
        return at < 0 || isEmpty ? -1 : PythonText.IndexOf(text.Text, start + at);
    }

    public static int IndexOf(Str text, Arguments arguments, bool fromEnd)
    {
        int at = Find(text, arguments, fromEnd);
        return at < 0 ? throw new JinjaException("substring not found") : at;
    }

    public static int Count(Str text, Arguments arguments)
    {
        string part = arguments.StrAt(0).Text;
        (int start, int end, bool isEmpty) = Window(text.Text, arguments);
        string window = text.Text[start..end];
        if (isEmpty)
        {
            return 0;
        }

        return part.Length == 0 ? PythonText.CountCodePoints(window) + 1 : window.AsSpan().Count(part);
    }

    /// <summary>Whether the text is not empty and every code point passes.</summary>
    public static bool All(Str text, Func<int, bool> passes) =>
        text.Length > 0 && PythonText.CodePoints(text.Text).All(passes);

    /// <summary>Whether every cased character is of the case, and there is one.</summary>
    public static bool HasCase(string text, Func<int, bool> isOfCase)
    {
        bool found = false;
        foreach (int code in PythonText.CodePoints(text))
        {
            if (isOfCase(code))
            {
                found = true;
            }
            else if (CaseMapping.IsCased(code))
            {
                return false;
            }
        }

        return found;
    }

    public static bool IsAlpha(int code) => PythonText.CategoryOf(code) is UnicodeCategory.UppercaseLetter or
        UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or
        UnicodeCategory.OtherLetter;

    public static bool IsDecimal(int code) => PythonText.CategoryOf(code) == UnicodeCategory.DecimalDigitNumber;

    public static bool IsDigit(int code) => CharUnicodeInfo.GetDigitValue(PythonText.FromCodePoint(code), 0) >= 0;

    public static bool IsNumeric(int code) => CharUnicodeInfo.GetNumericValue(PythonText.FromCodePoint(code), 0) >= 0;

    /// <summary>The UTF-16 range that optional start and end arguments leave of a text.</summary>
    private static (int Start, int End, bool IsEmpty) Window(string text, Arguments arguments)
    {
        if (arguments[1].IsMissing && arguments[2].IsMissing)
        {
            return (0, text.Length, false);
        }

        int count = PythonText.CountCodePoints(text);
        int start = Resolve(arguments.IntAt(1, 0));
        int end = Math.Min(Resolve(arguments.IntAt(2, count)), count);

        // A window that starts behind its end, or behind the text's, holds not even the empty string.
        return start > end
            ? (0, 0, true)
            : (PythonText.OffsetOf(text, start), PythonText.OffsetOf(text, end), false);

        int Resolve(int index) => index < 0 ? Math.Max(0, index + count) : index;
    }
}
