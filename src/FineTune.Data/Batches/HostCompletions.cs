namespace FineTune.Data;

/// <summary>The answers in a batch of preferences, in host memory. Of pairs the first half are the chosen ones, the second
/// half the rejected ones in the same order.</summary>
public sealed record HostCompletions
{
    /// <summary>The answer that each supervised token belongs to, <c>[supervised]</c>; the number of answers for tokens of
    /// prompts.</summary>
    public required long[] OfTarget { get; init; }

    /// <summary>Supervised tokens of each answer, <c>[answers]</c>.</summary>
    public required float[] Lengths { get; init; }

    /// <summary>The packed sequence that each answer ends, <c>[answers]</c>.</summary>
    public required long[] Sequences { get; init; }

    /// <summary>What each supervised token's log-probability counts, <c>[supervised]</c>; null for 1 each.</summary>
    public float[]? Weights { get; init; }

    /// <summary>Log-probabilities under the reference, <c>[answers]</c>, if they are known already.</summary>
    public float[]? ReferenceLogProbs { get; init; }

    /// <summary>For answers that are no pairs, 1 for a desirable one and 0 for another, <c>[answers]</c>.</summary>
    public float[]? Desirable { get; init; }

    /// <summary>By how much the chosen answers should win, <c>[pairs]</c>; null where no pair says.</summary>
    public float[]? Margins { get; init; }

    /// <summary>Prompts of the batch with answers to others of them; null where none are wanted.</summary>
    public HostBatch? Mismatched { get; init; }

    /// <summary>How many answers there are.</summary>
    public int Count => Lengths.Length;

    /// <summary>How many tokens the cross-entropy of the chosen texts is over.</summary>
    public long ChosenTokens => OfTarget.Count(answer => answer < Count / 2 || answer == Count);
}
