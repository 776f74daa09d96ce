using System.Text.Json;
using FineTune.Tokenizers.Chat.Jinja;

namespace FineTune.Tokenizers.Chat;

/// <summary>Reads where each message went off the marks of a rendered conversation.</summary>
/// <param name="rendered">The rendered conversation.</param>
/// <param name="messages">Its messages.</param>
/// <param name="headers">Tells where headers end.</param>
/// <param name="isOpen">Whether the text was meant to end with a prompt or inside the last message.</param>
internal sealed class SpanResolver(
    RenderedText rendered, IReadOnlyList<ChatMessage> messages, HeaderFinder headers, bool isOpen)
{
    private readonly Mark[] _turns = [.. rendered.Marks.Where(mark => mark.Kind == MarkKind.Turn)];
    private readonly Mark[] _own = [.. rendered.Marks.Where(mark => mark.Kind == MarkKind.Own)];

    public IReadOnlyList<TurnSpans> Resolve() => [.. Enumerable.Range(0, messages.Count).Select(Resolve)];

    private TurnSpans Resolve(int index)
    {
        var result = new TurnSpans
        {
            MessageIndex = index,
            Role = messages[index].Role,
            DroppedFields = FindDroppedFields(index),
        };
        SpanProblem problem = FindTurn(index, out TextSpan turn);
        if (problem != SpanProblem.None)
        {
            return result with { Problem = problem };
        }

        Mark[] marks = [.. OwnMarks(index).Where(mark => Covers(turn, mark))];
        Mark[] visible = [.. marks.Where(IsVisible)];
        TextSpan? content = visible.Length == 0
            ? null
            : new TextSpan(visible.Min(mark => mark.Start), visible.Max(mark => mark.End));
        int contentStart = marks.Length == 0 ? turn.End : marks.Min(mark => mark.Start);
        result = result with { Turn = turn, Content = content };
        problem = FindProblem(index, turn, content, result.DroppedFields.Count > 0);
        if (problem != SpanProblem.None)
        {
            return result with { Problem = problem };
        }

        int end = FindEnd(turn, index);
        result = result with { EndMarker = content is { } own ? new TextSpan(own.End, end) : null };
        if (!messages[index].IsAssistant)
        {
            return result;
        }

        return headers.FindEnd(turn, contentStart, index) is { } headerEnd
            ? result with
            {
                EndMarker = result.EndMarker ?? new TextSpan(headerEnd, end),
                Completion = new TextSpan(headerEnd, end),
            }
            : result with { Problem = SpanProblem.UnknownHeader };
    }

    /// <summary>Finds the loop turn that wrote the message.</summary>
    private SpanProblem FindTurn(int index, out TextSpan turn)
    {
        turn = default;
        TextSpan[] named = Outermost(_turns.Where(mark => mark.Message == index));
        if (named.Length == 0)
        {
            // A loop over indices does not say which message a turn is about; what it wrote does.
            named = Outermost(_turns.Where(mark => mark.Message < 0 && IsOnlyAbout(SpanOf(mark), index)));
        }

        if (named.Length > 1)
        {
            named = [.. named.Where(span => OwnMarks(index).Any(mark => Covers(span, mark)))];
        }

        if (named.Length == 1)
        {
            turn = named[0];
            return SpanProblem.None;
        }

        return OwnMarks(index).Any() || named.Length > 1 ? SpanProblem.Scattered : SpanProblem.NotRendered;
    }

    private SpanProblem FindProblem(int index, TextSpan turn, TextSpan? content, bool dropsFields)
    {
        bool isBlurred = rendered.Marks.Any(mark =>
            mark.Kind == MarkKind.Blurred && mark.Message == index && Covers(turn, mark));
        if (isBlurred || (content is null && dropsFields && !OwnMarks(index).Any(IsVisible)))
        {
            return SpanProblem.Untraceable;
        }

        if (content is null && OwnMarks(index).Any(IsVisible))
        {
            return SpanProblem.Scattered;
        }

        bool hasForeign = _own.Any(mark => mark.Message != index && IsVisible(mark) && Covers(turn, mark));
        return hasForeign ? SpanProblem.Interleaved : SpanProblem.None;
    }

    /// <summary>The end of a turn, with what closes the conversation where it is the last.</summary>
    private int FindEnd(TextSpan turn, int index)
    {
        bool isLast = index == messages.Count - 1 && !rendered.Marks.Any(mark => mark.End > turn.End);
        string closing = rendered.Text[turn.End..].Trim();
        if (isOpen || !isLast || closing.Length == 0)
        {
            return turn.End;
        }

        // Some templates write the next prompt, or its beginning, whether or not they are asked to.
        return headers.PromptBefore(index) is { } prompt && !prompt.Text.StartsWith(closing, StringComparison.Ordinal)
            ? rendered.Text.Length
            : turn.End;
    }

    private IEnumerable<Mark> OwnMarks(int index) => _own.Where(mark => mark.Message == index);

    private bool IsOnlyAbout(TextSpan span, int index)
    {
        Mark[] inside = [.. _own.Where(mark => Covers(span, mark))];
        return inside.Length > 0 && Array.TrueForAll(inside, mark => mark.Message == index);
    }

    private static TextSpan[] Outermost(IEnumerable<Mark> marks)
    {
        TextSpan[] spans = [.. marks.Select(SpanOf).Distinct()];
        return [.. spans.Where(span => !Array.Exists(
            spans, other => other != span && other.Start <= span.Start && span.End <= other.End))];
    }

    private IReadOnlyList<string> FindDroppedFields(int index)
    {
        ChatMessage message = messages[index];
        IEnumerable<string> fields = message.Extra
            .Where(field => field.Key != "name" && HasText(field.Value)).Select(field => field.Key);
        if (message.Content is { } content && !PythonText.IsSpace(content))
        {
            fields = fields.Prepend("content");
        }

        Mark[] visible = [.. OwnMarks(index).Where(IsVisible)];
        return [.. fields.Where(field => !Array.Exists(
            visible, mark => mark.Origin!.Field is null || mark.Origin.Field == field))];
    }

    private static bool HasText(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => !PythonText.IsSpace(json.GetString()),
        JsonValueKind.Array => json.EnumerateArray().Any(HasText),
        JsonValueKind.Object => json.EnumerateObject().Any(property => HasText(property.Value)),
        _ => false,
    };

    private static bool IsVisible(Mark mark) => mark.Start < mark.End;

    private static bool Covers(TextSpan span, Mark mark) => span.Start <= mark.Start && mark.End <= span.End;

    private static TextSpan SpanOf(Mark mark) => new(mark.Start, mark.End);
}
