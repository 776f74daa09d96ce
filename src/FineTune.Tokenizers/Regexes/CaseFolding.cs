using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>Ignoring case: which code points match one another.</summary>
internal static class CaseFolding
{
    private static readonly Lazy<IReadOnlyList<KeyValuePair<int, int[]>>> Variants =
        new(() => UnicodeData.Entries("case-variants"));

    /// <summary>Code points that match a sequence: U+00DF and <c>ss</c>.</summary>
    private static readonly Lazy<IReadOnlyList<KeyValuePair<int, int[]>>> Sequences =
        new(() => UnicodeData.Entries("case-sequences"));

    /// <summary>
    /// Makes one node of <paramref name="items"/>, in which runs of <see cref="RegexNode.Caseless"/> match whatever
    /// differs from them in case only.
    /// </summary>
    public static RegexNode Expand(IReadOnlyList<RegexNode> items)
    {
        List<RegexNode> expanded = [];
        List<int> run = [];
        foreach (var item in items)
        {
            if (item is RegexNode.Caseless literal)
            {
                run.AddRange(Fold(literal.CodePoint));
                continue;
            }
            ExpandRun(run, expanded);
            expanded.Add(item);
        }
        ExpandRun(run, expanded);
        return expanded.Count == 1 ? expanded[0] : new RegexNode.Sequence(expanded);
    }

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

    private static int[] Fold(int codePoint) =>
        Sequences.Value.Where(s => s.Key == codePoint).Select(s => s.Value).FirstOrDefault([codePoint]);

    /// <summary>Writes a run out from the left: at each place either one code point, or one that stands for the next few.</summary>
    private static void ExpandRun(List<int> run, List<RegexNode> expanded)
    {
        for (var at = 0; at < run.Count;)
        {
            var sequences = Sequences.Value.Where(s => StartsWith(run, at, s.Value)).ToArray();
            if (sequences.Length == 0)
            {
                expanded.Add(AnyCase(run[at++]));
                continue;
            }
            var length = sequences.Max(s => s.Value.Length);
            List<RegexNode> choices = [];
            foreach (var sequence in sequences.OrderByDescending(s => s.Value.Length))
            {
                RegexNode whole = new RegexNode.Set(CodePointRanges.Of(sequence.Key));
                var rest = run.Skip(at + sequence.Value.Length).Take(length - sequence.Value.Length).Select(AnyCase);
                choices.Add(new RegexNode.Sequence([whole, .. rest]));
            }
            choices.Add(new RegexNode.Sequence([.. run.Skip(at).Take(length).Select(AnyCase)]));
            expanded.Add(new RegexNode.Alternation(choices));
            at += length;
        }
        run.Clear();
    }

    private static RegexNode AnyCase(int codePoint) => new RegexNode.Set(Widen(CodePointRanges.Of(codePoint)));

    private static bool StartsWith(List<int> run, int at, int[] sequence) =>
        at + sequence.Length <= run.Count
        && sequence.Select((codePoint, i) => Same(run[at + i], codePoint)).All(same => same);

    private static bool Same(int a, int b) => a == b || Widen(CodePointRanges.Of(a)).Contains(b);
}
