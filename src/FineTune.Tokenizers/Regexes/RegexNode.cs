using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>A regular expression as a tree.</summary>
internal abstract record RegexNode
{
    private RegexNode()
    {
    }

    /// <summary>Nothing, which always matches.</summary>
    public static RegexNode Empty { get; } = new Sequence([]);

    /// <summary>One code point of a set.</summary>
    internal sealed record Set(CodePointRanges Members) : RegexNode;

    /// <summary>One code point in any case: what parsing leaves behind until it knows what stands next to it.</summary>
    internal sealed record Caseless(int CodePoint) : RegexNode;

    /// <summary>One after the other.</summary>
    internal sealed record Sequence(IReadOnlyList<RegexNode> Items) : RegexNode;

    /// <summary>The first of these that matches.</summary>
    internal sealed record Alternation(IReadOnlyList<RegexNode> Items) : RegexNode;

    /// <summary>Repetition; <paramref name="Max"/> is -1 where there is no limit.</summary>
    internal sealed record Repeat(RegexNode Item, int Min, int Max, Greed Greed) : RegexNode;

    /// <summary>A group whose match can be referred to.</summary>
    internal sealed record Capture(RegexNode Item, int Index) : RegexNode;

    /// <summary>A group that, once it has matched, is not tried another way.</summary>
    internal sealed record Atomic(RegexNode Item) : RegexNode;

    /// <summary>What must, or must not, stand before or behind this place.</summary>
    internal sealed record Look(RegexNode Item, bool Behind, bool Negative) : RegexNode;

    /// <summary>A condition on the place itself.</summary>
    internal sealed record Anchor(AnchorKind Kind) : RegexNode;

    /// <summary>One grapheme cluster.</summary>
    internal sealed record Cluster : RegexNode;

    /// <summary>What a group matched, again.</summary>
    internal sealed record BackReference(int Index) : RegexNode;
}
