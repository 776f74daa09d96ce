using FineTune.Tokenizers.Pipeline;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.PostProcessors;

/// <summary>Leaves the spaces that a byte-level token begins or ends with out of its offsets.</summary>
/// <param name="AddPrefixSpace">Whether a single leading space of the first token was put there by the pre-tokenizer.</param>
internal sealed record OffsetTrimming(bool AddPrefixSpace)
{
    private const char ByteLevelSpace = 'Ġ';

    /// <summary>Trims the offsets of <paramref name="sequence"/> in place.</summary>
    public void Trim(EncodedSequence sequence, Func<int, string> tokenOf)
    {
        for (var i = 0; i < sequence.Ids.Length; i++)
        {
            var token = sequence.TokenAt(i, tokenOf);
            if (token.Length > 0 && (IsSpace(token[0]) || IsSpace(token[^1])))
                sequence.Offsets[i] = Trim(token, sequence.Text, sequence.Offsets[i], isFirst: i == 0);
        }
    }

    private TextSpan Trim(string token, string text, TextSpan span, bool isFirst)
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
        // A space stands for one code point of the text, whatever that is.
        for (; leading > 0 && start < end; leading--)
            start += char.IsSurrogate(text[start]) ? 2 : 1;
        for (; trailing > 0 && end > start; trailing--)
            end -= char.IsSurrogate(text[end - 1]) ? 2 : 1;
        return new TextSpan(start, end);
    }

    private static bool IsSpace(char c) => c == ByteLevelSpace || UnicodeData.Whitespace.Contains(c);
}
