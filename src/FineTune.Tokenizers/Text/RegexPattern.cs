using FineTune.Tokenizers.Regexes;

namespace FineTune.Tokenizers.Text;

/// <summary>Matches a regular expression.</summary>
internal readonly struct RegexPattern(TextRegex regex) : IPattern
{
    private readonly TextRegex _regex = regex;

    /// <inheritdoc/>
    public int Find(ReadOnlySpan<byte> text, int from, out int end) => _regex.Find(text, from, out end);
}
