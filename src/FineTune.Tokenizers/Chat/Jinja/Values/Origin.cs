namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Where in a conversation something came from.</summary>
/// <param name="Message">Index of the message.</param>
/// <param name="Field">The message's field; null for the message as a whole.</param>
internal sealed record Origin(int Message, string? Field = null);
