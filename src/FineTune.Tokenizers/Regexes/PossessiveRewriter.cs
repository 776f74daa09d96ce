using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>
/// Turns possessive repetitions of a set into greedy ones where that changes nothing, which lets the pattern run as
/// an automaton: where what follows cannot begin with a member of the set, giving one back would never help.
/// </summary>
internal static class PossessiveRewriter
{
    /// <summary>Rewrites a whole pattern.</summary>
    public static RegexNode Rewrite(RegexNode node) => Rewrite(node, CodePointRanges.Empty);

    /// <param name="node">A part of the pattern.</param>
    /// <param name="next">What can stand right behind it; null where that is a condition, or unknown.</param>
    private static RegexNode Rewrite(RegexNode node, CodePointRanges? next)
    {
        switch (node)
        {
            case RegexNode.Sequence sequence:
                return RewriteSequence(sequence, next);
            case RegexNode.Alternation alternation:
                return new RegexNode.Alternation([.. alternation.Items.Select(item => Rewrite(item, next))]);
            case RegexNode.Capture capture:
                return capture with { Item = Rewrite(capture.Item, next) };
            case RegexNode.Repeat { Greed: Greed.Possessive, Item: RegexNode.Set set } repeat
                when next is not null && !next.Overlaps(set.Members):
                return repeat with { Greed = Greed.Greedy };
            case RegexNode.Repeat repeat:
                return repeat with { Item = Rewrite(repeat.Item, null) };
            default:
                return node;
        }
    }

    private static RegexNode.Sequence RewriteSequence(RegexNode.Sequence sequence, CodePointRanges? next)
    {
        var items = sequence.Items.ToArray();
        for (var i = items.Length - 1; i >= 0; i--)
        {
            items[i] = Rewrite(sequence.Items[i], next);
            next = FirstsOf(sequence.Items[i], next);
        }
        return new RegexNode.Sequence(items);
    }

    /// <summary>What can stand at the start of <paramref name="item"/>, or of <paramref name="next"/> where the item is empty.</summary>
    private static CodePointRanges? FirstsOf(RegexNode item, CodePointRanges? next)
    {
        if (HasCondition(item))
            return null;
        var (firsts, canBeEmpty) = RegexFirsts.Look(item);
        return canBeEmpty ? next?.Union(firsts) : firsts;
    }

    private static bool HasCondition(RegexNode node) => node switch
    {
        RegexNode.Set => false,
        RegexNode.Sequence sequence => sequence.Items.Any(HasCondition),
        RegexNode.Alternation alternation => alternation.Items.Any(HasCondition),
        RegexNode.Repeat repeat => HasCondition(repeat.Item),
        RegexNode.Capture capture => HasCondition(capture.Item),
        _ => true,
    };
}
