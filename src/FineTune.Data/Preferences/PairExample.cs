namespace FineTune.Data;

/// <summary>A prompt with a better and a worse answer.</summary>
/// <param name="Origin">The row it was made of.</param>
/// <param name="Chosen">The prompt with the better answer; null where that is empty.</param>
/// <param name="Rejected">The prompt with the worse answer; null where that is empty.</param>
public sealed record PairExample(RowOrigin Origin, Example? Chosen, Example? Rejected) : Example(Origin)
{
    /// <summary>By how much the better answer should win; null where the row does not say.</summary>
    public double? Margin { get; init; }
}
