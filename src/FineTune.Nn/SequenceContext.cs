namespace FineTune.Nn;

/// <summary>Tokens of a packed batch that a sequence sees before its own: the start of another sequence.</summary>
/// <param name="Start">The first of them.</param>
/// <param name="Length">How many there are, at least 1.</param>
public readonly record struct SequenceContext(int Start, int Length);
