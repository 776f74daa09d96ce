using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>Finds out which code points a match can begin with, so that a search can pass over all others.</summary>
internal static class RegexFirsts
{
    /// <summary>The code points a match can begin with; null where a match can be empty.</summary>
    public static CodePointRanges? Of(RegexNode node)
    {
        var (firsts, canBeEmpty) = Look(node);
        return canBeEmpty ? null : firsts;
    }

    /// <summary>The code points that a match of <paramref name="node"/> can begin with, and whether it can be empty.</summary>
    public static (CodePointRanges Firsts, bool CanBeEmpty) Look(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Set set:
                return (set.Members, false);
            case RegexNode.Cluster:
                return (CodePointRanges.All, false);
            case RegexNode.Sequence sequence:
                var firsts = CodePointRanges.Empty;
                foreach (var item in sequence.Items)
                {
                    var (more, canBeEmpty) = Look(item);
                    firsts = firsts.Union(more);
                    if (!canBeEmpty)
                        return (firsts, false);
                }
                return (firsts, true);
            case RegexNode.Alternation alternation:
                var all = alternation.Items.Select(Look).ToArray();
                return (all.Aggregate(CodePointRanges.Empty, (a, b) => a.Union(b.Firsts)), all.Any(a => a.CanBeEmpty));
            case RegexNode.Repeat repeat:
                var (first, empty) = Look(repeat.Item);
                return (first, empty || repeat.Min == 0);
            case RegexNode.Capture capture:
                return Look(capture.Item);
            case RegexNode.Atomic atomic:
                return Look(atomic.Item);
            default:
                return (CodePointRanges.Empty, true);
        }
    }
}
