namespace FineTune.Generation;

/// <summary>One generated sequence.</summary>
/// <param name="Prompt">Number of its prompt, from 0.</param>
/// <param name="Ids">The generated tokens, the end token included; at least one.</param>
/// <param name="Finish">Why it ended.</param>
/// <param name="Score">Sum of its log-probabilities over its length to the power of the length penalty; null without
/// beams.</param>
public sealed record GeneratedTokens(int Prompt, int[] Ids, FinishReason Finish, double? Score = null);
