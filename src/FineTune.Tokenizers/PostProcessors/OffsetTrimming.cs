namespace FineTune.Tokenizers.PostProcessors;

/// <summary>Leaves the spaces that a byte-level token begins or ends with out of its offsets.</summary>
/// <param name="AddPrefixSpace">Whether a single leading space of the first token was put there by the pre-tokenizer.</param>
internal sealed record OffsetTrimming(bool AddPrefixSpace)
{
    private const char ByteLevelSpace = 'Ġ';

    /// <summary>The trimmed offsets of a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="span">Its offsets.</param>
    /// <param name="isFirst">Whether it is the first of its sequence.</param>
    public TextSpan Trim(string token, TextSpan span, bool isFirst)
    {
        var leading = 0;
        while (leading < token.Length && IsSpace(token[leading]))
            leading++;
        var trailing = 0;
        while (trailing < token.Length && IsSpace(token[^(trailing + 1)]))
            trailing++;

        var (start, end) = span;
        if (leading == 1 && AddPrefixSpace && (isFirst || start == 0))
            leading = 0;
        start = Math.Min(start + leading, end);
        if (end >= trailing)
            end = Math.Max(end - trailing, start);
        return new TextSpan(start, end);
    }

    private static bool IsSpace(char c) => c == ByteLevelSpace || Unicode.UnicodeData.Whitespace.Contains(c);
}
