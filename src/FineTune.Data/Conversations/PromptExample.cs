namespace FineTune.Data;

/// <summary>A text with its continuation, taken as they stand, without a chat template.</summary>
/// <param name="Origin">The row it was made of.</param>
/// <param name="Prompt">What comes first.</param>
/// <param name="Completion">What is to be learned to follow it; null where nothing is to be learned.</param>
public sealed record PromptExample(RowOrigin Origin, string Prompt, string? Completion) : Example(Origin);
