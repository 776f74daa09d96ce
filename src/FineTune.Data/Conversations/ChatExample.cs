using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>A conversation, which a chat template turns into text.</summary>
/// <param name="Origin">The row it was made of.</param>
/// <param name="Messages">The messages in order.</param>
public sealed record ChatExample(RowOrigin Origin, IReadOnlyList<ChatMessage> Messages) : Example(Origin)
{
    /// <summary>How many of the messages at the start belong to the prompt, also where they are answers.</summary>
    /// <value>0 by default: every answer is part of the completion.</value>
    public int PromptMessages { get; init; }

    /// <summary>The tools the model may call, as JSON schemas; null for none.</summary>
    public IReadOnlyList<JsonElement>? Tools { get; init; }
}
