using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>Ignoring case: which code points match one another.</summary>
internal static class CaseFolding
{
    private static readonly Lazy<IReadOnlyList<KeyValuePair<int, int[]>>> Variants =
        new(() => UnicodeData.Entries("case-variants"));

    /// <summary>The set with all case variants of its members.</summary>
    public static CodePointRanges Widen(CodePointRanges set)
    {
        List<(int, int)> members = [.. set.Ranges];
        foreach (var (codePoint, variants) in Variants.Value)
        {
            if (set.Contains(codePoint))
                members.AddRange(variants.Select(v => (v, v)));
        }
        return CodePointRanges.Of(members);
    }
}
