using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Text;

/// <summary>Matches runs of word characters, and runs of what is neither word character nor whitespace: <c>\w+|[^\w\s]+</c>.</summary>
internal readonly struct WordPattern : IPattern
{
    /// <inheritdoc/>
    public int Find(ReadOnlySpan<byte> text, int from, out int end)
    {
        var (words, spaces) = (UnicodeData.Word, UnicodeData.Whitespace);
        end = from;
        while (from < text.Length)
        {
            var codePoint = CodePoint.Read(text, from, out var length);
            end = from + length;
            var isWord = words.Contains(codePoint);
            if (!isWord && spaces.Contains(codePoint))
            {
                from = end;
                continue;
            }
            while (end < text.Length)
            {
                codePoint = CodePoint.Read(text, end, out length);
                if (words.Contains(codePoint) != isWord || (!isWord && spaces.Contains(codePoint)))
                    break;
                end += length;
            }
            return from;
        }
        return -1;
    }
}
