namespace FineTune.Data;

/// <summary>
/// A packed batch in host memory: the sequences one after the other, without padding. Longer sequences come first, so
/// that equal lengths are neighbours.
/// </summary>
public sealed record HostBatch
{
    /// <summary>The token ids of all sequences, <c>[tokens]</c>.</summary>
    public required long[] InputIds { get; init; }

    /// <summary>The place of each token in its own sequence, from 0, <c>[tokens]</c>.</summary>
    public required long[] PositionIds { get; init; }

    /// <summary>Which of two texts each token belongs to, <c>[tokens]</c>; null where there are no pairs.</summary>
    public long[]? TokenTypeIds { get; init; }

    /// <summary>Where each sequence starts, and the number of tokens at the end, <c>[sequences + 1]</c>.</summary>
    public required int[] Offsets { get; init; }

    /// <summary>What each sequence sees before its own tokens, <c>[sequences]</c>; null where none sees anything.</summary>
    public TokenContext?[]? Contexts { get; init; }

    /// <summary>Each sequence's row in its data set, <c>[sequences]</c>; of preferences each pair's.</summary>
    public required int[] Rows { get; init; }

    /// <summary>
    /// For classification each sequence's label id, <c>[sequences]</c>, null unless each row has exactly one. For
    /// language models each token's own id where it is learned, else -100, <c>[tokens]</c>: not shifted.
    /// </summary>
    public long[]? Labels { get; init; }

    /// <summary>
    /// Each sequence's numbers, <c>[sequences, targets]</c>, row by row: one for regression, else 0 or 1 for each
    /// label; null for label ids.
    /// </summary>
    public float[]? Targets { get; init; }

    /// <summary>
    /// The tokens, as places in the batch in ascending order, after which a learned token of the same sequence comes,
    /// <c>[supervised]</c>; null outside language modelling.
    /// </summary>
    public long[]? SupervisedRows { get; init; }

    /// <summary>
    /// The ids of the tokens that come after <see cref="SupervisedRows"/>, <c>[supervised]</c>; null outside language
    /// modelling.
    /// </summary>
    public long[]? TargetIds { get; init; }

    /// <summary>The answers in a batch of preferences; null for other objectives.</summary>
    public HostCompletions? Completions { get; init; }

    /// <summary>The data position after this batch (see <see cref="EpochOrder"/>); 0 outside training.</summary>
    public long NextPosition { get; init; }

    /// <summary>How many sequences there are.</summary>
    public int Sequences => Rows.Length;

    /// <summary>How many tokens there are.</summary>
    public int Tokens => InputIds.Length;
}
