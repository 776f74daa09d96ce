namespace FineTune.Generation;

/// <summary>A finished text of a beam search.</summary>
/// <param name="Ids">Its generated tokens.</param>
/// <param name="Score">Its log-probability over its length to the power of the length penalty.</param>
/// <param name="Finish">Why it ended.</param>
internal sealed record Hypothesis(int[] Ids, double Score, FinishReason Finish);
