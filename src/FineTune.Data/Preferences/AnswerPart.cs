using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>A prompt or an answer as a row gives it: a text, or messages.</summary>
/// <param name="Text">The text; null for messages.</param>
/// <param name="Messages">The messages; null for a text.</param>
internal readonly record struct AnswerPart(string? Text, IReadOnlyList<ChatMessage>? Messages)
{
    /// <summary>Whether there is nothing.</summary>
    public bool IsNothing => Text is null && Messages is null;

    /// <summary>The messages, a text being one of its own.</summary>
    public IReadOnlyList<ChatMessage> As(Func<string, ChatMessage> message) =>
        Messages ?? (Text is { } text ? [message(text)] : []);
}
