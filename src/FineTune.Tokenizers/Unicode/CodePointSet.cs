namespace FineTune.Tokenizers.Unicode;

/// <summary>A set of code points, answered with two array reads whatever the code point.</summary>
internal sealed class CodePointSet
{
    private const int PageBits = 8;
    private const int WordsPerPage = (1 << PageBits) / 64;

    private readonly ushort[] _pageOf;
    private readonly ulong[] _words;

    /// <summary>Builds the set from ascending, disjoint ranges.</summary>
    public CodePointSet(IEnumerable<(int First, int Last)> ranges)
    {
        _pageOf = new ushort[(CodePoint.Max + 1) >> PageBits];
        List<ulong> words = [.. new ulong[WordsPerPage], .. Enumerable.Repeat(ulong.MaxValue, WordsPerPage)];
        foreach (var (first, last) in ranges)
        {
            for (var page = first >> PageBits; page <= last >> PageBits; page++)
            {
                var from = Math.Max(first, page << PageBits);
                var to = Math.Min(last, ((page + 1) << PageBits) - 1);
                if (to - from == (1 << PageBits) - 1)
                {
                    _pageOf[page] = 1;
                    continue;
                }
                if (_pageOf[page] == 0)
                {
                    _pageOf[page] = (ushort)(words.Count / WordsPerPage);
                    words.AddRange(new ulong[WordsPerPage]);
                }
                for (var c = from; c <= to; c++)
                    words[(_pageOf[page] * WordsPerPage) + ((c >> 6) & (WordsPerPage - 1))] |= 1UL << (c & 63);
            }
        }
        _words = [.. words];
    }

    /// <summary>Whether <paramref name="codePoint"/>, in [0, 0x10FFFF], is in the set.</summary>
    public bool Contains(int codePoint)
    {
        var word = (_pageOf[codePoint >> PageBits] * WordsPerPage) + ((codePoint >> 6) & (WordsPerPage - 1));
        return (_words[word] >> (codePoint & 63) & 1) != 0;
    }
}
