using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>Code points that no set of a pattern tells apart, put into classes.</summary>
internal sealed class RegexClasses
{
    private readonly bool[][] _members;

    private RegexClasses(CodePointClasses table, bool[][] members)
    {
        Table = table;
        _members = members;
    }

    /// <summary>The class of each code point.</summary>
    public CodePointClasses Table { get; }

    /// <summary>How many classes there are.</summary>
    public int Count => _members.Length;

    /// <summary>Finds the classes of <paramref name="sets"/>.</summary>
    public static RegexClasses Of(IReadOnlyList<CodePointRanges> sets)
    {
        SortedSet<int> cuts = [0];
        foreach (var set in sets)
        {
            foreach (var (first, last) in set.Ranges)
            {
                cuts.Add(first);
                if (last < CodePoint.Max)
                    cuts.Add(last + 1);
            }
        }
        Dictionary<string, int> classOf = [];
        List<bool[]> members = [];
        List<(int, int, byte)> ranges = [];
        int[] starts = [.. cuts, CodePoint.Max + 1];
        for (var i = 0; i + 1 < starts.Length; i++)
        {
            var start = starts[i];
            var inSets = sets.Select(set => set.Contains(start)).ToArray();
            var key = string.Concat(inSets.Select(isIn => isIn ? '1' : '0'));
            if (!classOf.TryGetValue(key, out var index))
            {
                classOf[key] = index = members.Count;
                members.Add(inSets);
            }
            ranges.Add((start, starts[i + 1] - 1, (byte)Math.Min(index, byte.MaxValue)));
        }
        return new RegexClasses(new CodePointClasses(ranges), [.. members]);
    }

    /// <summary>Whether a class, or the text's end (the class behind the last), is in a set.</summary>
    public bool IsIn(int set, int index) => index < _members.Length && _members[index][set];
}
