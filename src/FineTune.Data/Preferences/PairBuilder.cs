using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>Puts prompts and answers together into examples.</summary>
internal static class PairBuilder
{
    /// <summary>A prompt with an answer: a conversation, unless both are texts that are taken as they stand.</summary>
    public static Example Answered(
        RowOrigin origin, AnswerPart prompt, AnswerPart answer, string? system, IReadOnlyList<JsonElement>? tools)
    {
        if (prompt.Text is { } text && answer.Text is { } rest)
        {
            return new PromptExample(origin, text, rest);
        }
        var before = ConversationRows.WithSystem([.. prompt.As(said => ChatMessage.User(said))], system);
        return new ChatExample(origin, [.. before, .. answer.As(said => ChatMessage.Assistant(said))])
        {
            PromptMessages = before.Count,
            Tools = tools,
        };
    }

    /// <summary>What both of two texts or conversations start with, and what each goes on with. Messages are parted as
    /// wholes; of texts the last word that both have in full stays in the prompt.</summary>
    public static (AnswerPart Prompt, AnswerPart Chosen, AnswerPart Rejected) Split(AnswerPart chosen, AnswerPart rejected)
    {
        if (chosen.Messages is { } better && rejected.Messages is { } worse)
        {
            var same = 0;
            while (same < better.Count && same < worse.Count && IsSame(better[same], worse[same]))
            {
                same++;
            }
            // Of two equal conversations the last answer is what would be learned.
            same = Math.Min(same, Math.Min(better.Count, worse.Count) - 1);
            return (Messages(better.Take(same)), Messages(better.Skip(same)), Messages(worse.Skip(same)));
        }
        var (first, second) = (chosen.Text ?? "", rejected.Text ?? "");
        var common = first.AsSpan().CommonPrefixLength(second);
        var end = common == 0 ? 0 : first.AsSpan(0, common).LastIndexOfAny(' ', '\n');
        end = Math.Max(end, 0);
        return (Text(first[..end]), Text(first[end..]), Text(second[end..]));
    }

    /// <summary>Whether two messages say the same.</summary>
    private static bool IsSame(ChatMessage a, ChatMessage b) =>
        a.Role == b.Role && a.Content == b.Content
        && a.Find("tool_calls")?.GetRawText() == b.Find("tool_calls")?.GetRawText();

    private static AnswerPart Messages(IEnumerable<ChatMessage> messages) => new(null, [.. messages]);

    private static AnswerPart Text(string text) => new(text, null);
}
