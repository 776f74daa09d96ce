namespace FineTune.Data;

/// <summary>Tokens of a batch that another sequence sees before its own.</summary>
/// <param name="Start">The first of them.</param>
/// <param name="Length">How many there are.</param>
public readonly record struct TokenContext(int Start, int Length);
