namespace FineTune.Tokenizers.Models;

/// <summary>A pair of symbols that may merge; the earliest-ranked comes first, then the leftmost.</summary>
/// <param name="Rank">How early the merge was learnt.</param>
/// <param name="Place">Where its left symbol is.</param>
/// <param name="Result">What the two become.</param>
internal readonly record struct MergeCandidate(int Rank, int Place, int Result)
{
    /// <summary>Whether this one is to be merged before <paramref name="other"/>.</summary>
    public bool Precedes(MergeCandidate other) =>
        Rank != other.Rank ? Rank < other.Rank : Place < other.Place;
}
