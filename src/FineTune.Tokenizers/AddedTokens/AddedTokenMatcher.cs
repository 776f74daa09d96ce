using System.Buffers;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.AddedTokens;

/// <summary>Finds the leftmost added token in a text, the longest where several begin at the same place.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly ByteTrie _trie = new();
    private readonly SearchValues<byte> _firstBytes;

    /// <summary>Builds a matcher; of two equal patterns the first wins.</summary>
    public AddedTokenMatcher(IReadOnlyList<(byte[] Pattern, int Id)> patterns)
    {
        for (var i = patterns.Count - 1; i >= 0; i--)
            _trie.Add(patterns[i].Pattern, patterns[i].Id);
        _firstBytes = SearchValues.Create([.. patterns.Select(p => p.Pattern[0]).Distinct()]);
    }

    /// <summary>Finds the first match at or after <paramref name="from"/>.</summary>
    /// <returns>Where it begins, or -1.</returns>
    public int Find(ReadOnlySpan<byte> text, int from, out int end, out int id)
    {
        while (from < text.Length)
        {
            var next = text[from..].IndexOfAny(_firstBytes);
            if (next < 0)
                break;
            from += next;
            if (_trie.TryMatchLongest(text[from..], out id, out var length))
            {
                end = from + length;
                return from;
            }
            from++;
        }
        (end, id) = (-1, -1);
        return -1;
    }
}
