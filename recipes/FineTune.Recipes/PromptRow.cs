using FineTune.Data;
using FineTune.Tokenizers.Chat;

namespace FineTune.Recipes;

/// <summary>Something to generate from: a text, or a conversation.</summary>
/// <param name="Origin">Where it came from.</param>
/// <param name="Text">The text; null for a conversation.</param>
/// <param name="Messages">The conversation; for a text, the text as a user's message.</param>
public sealed record PromptRow(RowOrigin Origin, string? Text, IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>A text.</summary>
    public static PromptRow Of(RowOrigin origin, string text) => new(origin, text, [ChatMessage.User(text)]);
}
