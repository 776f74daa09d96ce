using System.Text.Json;
using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>
/// Renders conversations and marks what of the text is learned. The marks come from rendering; nothing is searched for.
/// </summary>
/// <param name="template">The chat template.</param>
/// <param name="trainOn">Which turns are learned.</param>
/// <param name="trainOnEos">Which ends of turns are learned.</param>
internal sealed class ChatMarking(ChatTemplate template, TrainOn trainOn, TrainOnEos trainOnEos)
{
    // Of an answer. What else a message may have, ids and remarks, templates leave out with good reason.
    private static readonly string[] LearnedFields = ["content", "tool_calls"];

    /// <exception cref="DataException">
    /// The template refuses the conversation, or does not show where a turn to learn went.
    /// </exception>
    public MarkedText Render(ChatExample example)
    {
        try
        {
            // Everything, ends of turns included: then it does not matter where the turns are.
            var isWhole = trainOn == TrainOn.All && trainOnEos is TrainOnEos.Turn or TrainOnEos.All;
            var chat = template.Render(example.Messages, new RenderOptions
            {
                Tools = example.Tools,
                Variables = example.Variables,
                TrackSpans = !isWhole,
            });
            var whole = new TextSpan(0, chat.Text.Length);
            return new MarkedText(chat.Text, isWhole ? [whole] : Marks(chat, example, whole));
        }
        catch (ChatTemplateException error)
        {
            throw DataException.TemplateFails(example.Origin, error.Message);
        }
    }

    private List<TextSpan> Marks(RenderedChat chat, ChatExample example, TextSpan whole)
    {
        var learned = LearnedTurns(example);
        var completions = trainOn == TrainOn.All ? [whole] : Completions(chat, learned, example);
        var isLearned = new HashSet<int>(learned);
        var ends = chat.Turns.Where(turn => trainOn == TrainOn.All || isLearned.Contains(turn.MessageIndex)).ToArray();
        return trainOnEos switch
        {
            TrainOnEos.None => SpanSet.Except(completions, ends.Select(EndMarker)),
            TrainOnEos.Last => SpanSet.Except(completions, ends.SkipLast(1).Select(EndMarker)),
            TrainOnEos.All => SpanSet.Union([.. completions, .. chat.Turns.Select(EndMarker)]),
            _ => SpanSet.Union(completions),
        };
    }

    private int[] LearnedTurns(ChatExample example)
    {
        var answers = Enumerable.Range(0, example.Messages.Count)
            .Where(i => example.Messages[i].Role == ChatRoles.Assistant);
        answers = trainOn switch
        {
            TrainOn.Completion => answers.Where(i => i >= example.PromptMessages),
            TrainOn.Last => answers.TakeLast(1),
            _ => answers,
        };
        return [.. answers.Where(i => !IsLeftOut(example.Messages[i]))];
    }

    /// <summary>Whether a message says itself that it is not to be learned, by OpenAI's key or Axolotl's.</summary>
    private static bool IsLeftOut(ChatMessage message) =>
        message.Find("weight") is { ValueKind: JsonValueKind.Number } weight && weight.GetDouble() == 0
        || message.Find("train") is { ValueKind: JsonValueKind.False }
        || message.Find("training") is { ValueKind: JsonValueKind.False };

    private static IEnumerable<TextSpan> Completions(RenderedChat chat, int[] learned, ChatExample example)
    {
        var answers = example.Messages.Count(message => message.Role == ChatRoles.Assistant);
        return chat.GenerationSpans.Count == 0 ? learned.Select(i => Completion(chat.Turns[i], example.Origin))
            : learned.Length == answers ? chat.GenerationSpans
            : learned.SelectMany(i => SpanSet.Within(
                chat.GenerationSpans,
                chat.Turns[i].Turn ?? throw Untraceable(chat.Turns[i], example.Origin)));
    }

    private static TextSpan Completion(TurnSpans turn, RowOrigin origin)
    {
        var completion = turn.Completion ?? throw Untraceable(turn, origin);
        return turn.DroppedFields.Intersect(LearnedFields).FirstOrDefault() is { } field
            ? throw DataException.TemplateDrops(origin, turn.MessageIndex, field)
            : completion;
    }

    private static TextSpan EndMarker(TurnSpans turn) =>
        turn.EndMarker
        ?? (turn is { Turn: { } whole, Content: { } content } ? new TextSpan(content.End, whole.End) : default);

    private static DataException Untraceable(TurnSpans turn, RowOrigin origin) =>
        DataException.UntraceableAnswer(origin, turn.MessageIndex, turn.Problem switch
        {
            SpanProblem.NotRendered => "it writes nothing for it",
            SpanProblem.Scattered => "it writes it in several places",
            SpanProblem.Interleaved => "it writes other messages in between",
            SpanProblem.UnknownHeader => "it has no prompt for an answer to tell its header from its text",
            _ => "it changes it beyond recognition",
        });
}
