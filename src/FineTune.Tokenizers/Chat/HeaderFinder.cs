using FineTune.Tokenizers.Chat.Jinja;

namespace FineTune.Tokenizers.Chat;

/// <summary>
/// Tells where a turn's header ends: the part of it that a model does not write because the prompt already ends with it.
/// </summary>
/// <param name="rendered">The rendered conversation.</param>
/// <param name="messages">Its messages.</param>
/// <param name="tryRender">Renders another conversation, with or without generation prompt; null where the template refuses.</param>
internal sealed class HeaderFinder(
    RenderedText rendered,
    IReadOnlyList<ChatMessage> messages,
    Func<IReadOnlyList<ChatMessage>, bool, RenderedText?> tryRender)
{
    // A plain answer for a template without generation prompt: what it writes before this is the header.
    private const string Probe = "x";

    private string? _knownPrompt;

    /// <summary>The end of the header, or null where it cannot be told.</summary>
    /// <param name="turn">What was written for the message.</param>
    /// <param name="content">Where the message's own text begins; the turn's end where it has none.</param>
    /// <param name="index">The message.</param>
    public int? FindEnd(TextSpan turn, int content, int index)
    {
        var head = new TextSpan(turn.Start, content);
        if (_knownPrompt is { Length: > 0 } known && StartsWith(head, known))
        {
            return turn.Start + known.Length;
        }

        // Before the first message there is no turn to end where the prompt begins.
        RenderedText? prompt = (index > 0 ? PromptBefore(index) : null) ?? PromptBefore(messages.Count);
        _knownPrompt ??= prompt?.Text;
        return prompt is null ? null : CommonEnd(head, prompt) ?? ProbedEnd(head, prompt.Text, index);
    }

    /// <summary>What the template writes to prompt for the message: all after what it wrote about those before.</summary>
    public RenderedText? PromptBefore(int index) =>
        tryRender([.. messages.Take(index)], true) is { } before ? AfterTurns(before) : null;

    private static RenderedText AfterTurns(RenderedText text)
    {
        int end = text.Marks.Where(mark => mark.Kind is MarkKind.Turn or MarkKind.Own).Max(mark => (int?)mark.End) ?? 0;

        // The statement that wrote a message may have written its end marker too.
        int start = text.Writes.FirstOrDefault(write => write >= end, end);
        return new RenderedText(text.Text[start..], [], After(text.Writes), After(text.Seams));

        int[] After(IReadOnlyList<int> ends) => [.. ends.Where(at => at > start).Select(at => at - start)];
    }

    /// <summary>How far the head agrees with the prompt, in whole pieces where they part ways.</summary>
    private int? CommonEnd(TextSpan head, RenderedText prompt)
    {
        if (prompt.Text.Length == 0)
        {
            return null;
        }

        ReadOnlySpan<char> text = rendered.Text.AsSpan(head.Start, head.Length);
        int common = text.CommonPrefixLength(prompt.Text);
        if (common == head.Length || common == prompt.Text.Length)
        {
            return head.Start + common;
        }

        if (text.EndsWith(prompt.Text, StringComparison.Ordinal))
        {
            return head.End;
        }

        int inPrompt = prompt.Writes.Concat(prompt.Seams).Where(at => at <= common).DefaultIfEmpty().Max();
        int inTurn = rendered.Writes.Concat(rendered.Seams)
            .Where(at => at >= head.Start && at <= head.Start + common).DefaultIfEmpty(head.Start).Max();
        int whole = Math.Max(inPrompt, inTurn - head.Start);
        return whole > 0 ? head.Start + whole : null;
    }

    /// <summary>The end of the header that a plain answer in this place would have.</summary>
    private int? ProbedEnd(TextSpan head, string prompt, int index)
    {
        if (prompt.Length == 0 && PythonText.IsSpace(rendered.Text.AsSpan(head.Start, head.Length)))
        {
            return head.Start;
        }

        if (tryRender([.. messages.Take(index), ChatMessage.Assistant(Probe)], false) is not { } probe)
        {
            return null;
        }

        Mark turn = probe.Marks.FirstOrDefault(mark => mark.Kind == MarkKind.Turn && mark.Message == index);
        Mark own = probe.Marks.FirstOrDefault(mark => mark.Kind == MarkKind.Own && mark.Message == index);
        if (turn.End == 0 || own.Start < turn.Start)
        {
            return null;
        }

        string header = probe.Text[turn.Start..own.Start];
        if (prompt.Length == 0 && PythonText.IsSpace(header))
        {
            return head.Start;
        }

        // What the prompt does not have would be part of the answer.
        bool isPrompted = prompt.Length == 0 || (header.Length > 0 && prompt.Contains(header, StringComparison.Ordinal));
        return isPrompted && StartsWith(head, header) ? head.Start + header.Length : null;
    }

    private bool StartsWith(TextSpan head, string header) =>
        rendered.Text.AsSpan(head.Start, head.Length).StartsWith(header, StringComparison.Ordinal);
}
