namespace FineTune.Tokenizers.Unicode;

/// <summary>A set of code points as sorted, disjoint, non-adjacent ranges: for building sets, not for asking them in a loop.</summary>
internal sealed class CodePointRanges
{
    private readonly (int First, int Last)[] _ranges;

    private CodePointRanges((int, int)[] ranges) => _ranges = ranges;

    /// <summary>No code point.</summary>
    public static CodePointRanges Empty { get; } = new([]);

    /// <summary>Every code point.</summary>
    public static CodePointRanges All { get; } = new([(0, CodePoint.Max)]);

    /// <summary>The ranges, ascending.</summary>
    public ReadOnlySpan<(int First, int Last)> Ranges => _ranges;

    /// <summary>Whether the set has no member.</summary>
    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>The set of these ranges, which may come in any order and overlap.</summary>
    public static CodePointRanges Of(IEnumerable<(int First, int Last)> ranges)
    {
        List<(int First, int Last)> merged = [];
        foreach (var (first, last) in ranges.OrderBy(r => r.First))
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            else
                merged.Add((first, last));
        }
        return new CodePointRanges([.. merged]);
    }

    /// <summary>The set of one code point.</summary>
    public static CodePointRanges Of(int codePoint) => new([(codePoint, codePoint)]);

    /// <summary>The code points from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static CodePointRanges Of(int first, int last) => new([(first, last)]);

    /// <summary>Members of either set.</summary>
    public CodePointRanges Union(CodePointRanges other) => Of(_ranges.Concat(other._ranges));

    /// <summary>Members of both sets.</summary>
    public CodePointRanges Intersect(CodePointRanges other) => Negate().Union(other.Negate()).Negate();

    /// <summary>All code points that are not members.</summary>
    public CodePointRanges Negate()
    {
        List<(int, int)> gaps = [];
        var next = 0;
        foreach (var (first, last) in _ranges)
        {
            if (next < first)
                gaps.Add((next, first - 1));
            next = last + 1;
        }
        if (next <= CodePoint.Max)
            gaps.Add((next, CodePoint.Max));
        return new CodePointRanges([.. gaps]);
    }

    /// <summary>Whether the sets share a member.</summary>
    public bool Overlaps(CodePointRanges other) => !Intersect(other).IsEmpty;

    /// <summary>Whether <paramref name="codePoint"/> is a member.</summary>
    public bool Contains(int codePoint)
    {
        var (low, high) = (0, _ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (codePoint < _ranges[middle].First)
                high = middle - 1;
            else if (codePoint > _ranges[middle].Last)
                low = middle + 1;
            else
                return true;
        }
        return false;
    }

    /// <summary>The same set in the form that answers fast.</summary>
    public CodePointSet ToSet() => new(_ranges);
}
