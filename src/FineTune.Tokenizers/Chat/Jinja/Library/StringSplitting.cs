namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>String methods that take a string apart. The parts keep their marks.</summary>
internal static class StringSplitting
{
    /// <summary>Splits at a separator, or at whitespace where the separator's text is null.</summary>
    /// <param name="text">What is split.</param>
    /// <param name="separator">The separator.</param>
    /// <param name="limit">How many splits are made at most; negative for all.</param>
    public static List<Str> Split(Str text, Str separator, int limit)
    {
        if (separator.Text is null)
        {
            return SplitWords(text, limit);
        }

        var parts = new List<Str>();
        int at = 0;
        int found;
        while (limit-- != 0 && (found = text.Text.IndexOf(NonEmpty(separator), at, StringComparison.Ordinal)) >= 0)
        {
            parts.Add(text.Slice(at, found));
            at = found + separator.Length;
        }

        parts.Add(text.Slice(at, text.Length));
        return parts;
    }

    /// <summary>The same with the splits counted from the end.</summary>
    public static List<Str> SplitFromEnd(Str text, Str separator, int limit)
    {
        if (limit < 0)
        {
            return Split(text, separator, limit);
        }

        List<Str> parts = separator.Text is null
            ? SplitWordsFromEnd(text, limit)
            : SplitFromEnd(text, NonEmpty(separator), limit);
        parts.Reverse();
        return parts;
    }

    public static IEnumerable<Str> Lines(Str text, bool keepEnds)
    {
        string content = text.Text;
        int start = 0;
        while (start < content.Length)
        {
            int end = start;
            while (end < content.Length && !PythonText.IsLineBreak(content[end]))
            {
                end++;
            }

            int next = Math.Min(end + 1, content.Length);
            next += next < content.Length && content[end] == '\r' && content[next] == '\n' ? 1 : 0;
            yield return text.Slice(start, keepEnds ? next : end);
            start = next;
        }
    }

    public static PyTuple Partition(Str text, Str separator, bool fromEnd)
    {
        int at = fromEnd
            ? text.Text.LastIndexOf(NonEmpty(separator), StringComparison.Ordinal)
            : text.Text.IndexOf(NonEmpty(separator), StringComparison.Ordinal);
        if (at < 0)
        {
            Str nothing = Str.Empty.WithSafety(text.IsSafe);
            return fromEnd ? new PyTuple([nothing, nothing, text]) : new PyTuple([text, nothing, nothing]);
        }

        int end = at + separator.Length;
        return new PyTuple([text.Slice(0, at), text.Slice(at, end), text.Slice(end, text.Length)]);
    }

    private static List<Str> SplitWords(Str text, int limit)
    {
        var parts = new List<Str>();
        string content = text.Text;
        int at = SkipSpace(content, 0);
        while (at < content.Length)
        {
            if (limit-- == 0)
            {
                parts.Add(text.Slice(at, content.Length));
                break;
            }

            int end = at;
            while (end < content.Length && !PythonText.IsSpace(content[end]))
            {
                end++;
            }

            parts.Add(text.Slice(at, end));
            at = SkipSpace(content, end);
        }

        return parts;
    }

    private static List<Str> SplitWordsFromEnd(Str text, int limit)
    {
        var parts = new List<Str>();
        string content = text.Text;
        int end = PythonText.TrimEnd(content);
        while (end > 0)
        {
            if (limit-- == 0)
            {
                parts.Add(text.Slice(0, end));
                break;
            }

            int start = end;
            while (start > 0 && !PythonText.IsSpace(content[start - 1]))
            {
                start--;
            }

            parts.Add(text.Slice(start, end));
            end = PythonText.TrimEnd(content.AsSpan(0, start));
        }

        return parts;
    }

    private static List<Str> SplitFromEnd(Str text, string separator, int limit)
    {
        var parts = new List<Str>();
        int end = text.Length;
        while (limit-- > 0)
        {
            int found = text.Text.AsSpan(0, end).LastIndexOf(separator);
            if (found < 0)
            {
                break;
            }

            parts.Add(text.Slice(found + separator.Length, end));
            end = found;
        }

        parts.Add(text.Slice(0, end));
        return parts;
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && PythonText.IsSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static string NonEmpty(Str separator) =>
        separator.Length > 0 ? separator.Text : throw new JinjaException("empty separator");
}
