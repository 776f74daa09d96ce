using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Text;

/// <summary>Matches each single code point of a set.</summary>
internal readonly struct CodePointPattern(CodePointSet set) : IPattern
{
    private readonly CodePointSet _set = set;

    /// <inheritdoc/>
    public int Find(ReadOnlySpan<byte> text, int from, out int end)
    {
        while (from < text.Length)
        {
            var codePoint = CodePoint.Read(text, from, out var length);
            end = from + length;
            if (_set.Contains(codePoint))
                return from;
            from = end;
        }
        end = from;
        return -1;
    }
}
