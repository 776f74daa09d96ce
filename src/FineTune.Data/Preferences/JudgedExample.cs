namespace FineTune.Data;

/// <summary>A prompt with an answer that is good or bad.</summary>
/// <param name="Origin">The row it was made of.</param>
/// <param name="Answered">The prompt with its answer.</param>
/// <param name="Desirable">Whether it is good.</param>
public sealed record JudgedExample(RowOrigin Origin, Example Answered, bool Desirable) : Example(Origin);
