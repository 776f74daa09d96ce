namespace FineTune.Generation;

/// <summary>One generated text.</summary>
/// <param name="Tokens">Its tokens, and why it ended.</param>
/// <param name="Text">The text, without special tokens and without the stop string that ended it.</param>
public sealed record GeneratedText(GeneratedTokens Tokens, string Text);
