using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>Finds what makes a conversation unfit to learn from.</summary>
internal static class ConversationCheck
{
    /// <summary>Adds to the problems: turns that do not alternate, answers that are empty or missing.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="column">Where it stood in the row.</param>
    /// <param name="labelled">Whether there must be an answer.</param>
    /// <param name="origin">The row.</param>
    /// <param name="problems">Where problems go.</param>
    public static void Run(
        IReadOnlyList<ChatMessage> messages, string column, bool labelled, RowOrigin origin, DataProblems problems)
    {
        string? last = null;
        for (var i = 0; i < messages.Count; i++)
        {
            var (role, place) = (messages[i].Role, $"{column}[{i}]");
            if (role is ChatRoles.System or "developer")
            {
                continue; // Templates say themselves where they take one.
            }

            if (!MayFollow(last, role))
            {
                problems.Add(DataException.TurnsDoNotAlternate(origin, place, role, last));
                return;
            }

            if (role == ChatRoles.Assistant && IsEmpty(messages[i]))
            {
                problems.Add(DataException.EmptyAnswer(origin, place));
            }

            last = role;
        }

        if (labelled && !messages.Any(message => message.Role == ChatRoles.Assistant))
        {
            problems.Add(DataException.NoAnswer(origin, column));
        }
    }

    private static bool MayFollow(string? last, string role) => role switch
    {
        ChatRoles.User => last is null or ChatRoles.Assistant,
        ChatRoles.Assistant => last is ChatRoles.User or ChatRoles.Tool,
        _ => last is ChatRoles.Assistant or ChatRoles.Tool,
    };

    private static bool IsEmpty(ChatMessage message) =>
        string.IsNullOrWhiteSpace(message.Content)
        && message.Find("tool_calls") is null
        && message.Find("content") is null or { ValueKind: JsonValueKind.Null };
}
