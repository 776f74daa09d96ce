using FineTune.Tokenizers.Chat.Jinja;

namespace FineTune.Tokenizers.Chat;

/// <summary>
/// Tells where a turn's header ends: the part of it that a model does not write because the prompt already ends with
/// it.
/// </summary>
/// <param name="rendered">The rendered conversation.</param>
/// <param name="messages">Its messages.</param>
/// <param name="tryRender">
/// Renders another conversation, with or without generation prompt; null where the template refuses.
/// </param>
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
        int blank = content - turn.Start - rendered.Text.AsSpan(turn.Start, content - turn.Start).TrimStart().Length;
        var head = new TextSpan(turn.Start + blank, content);
        if (_knownPrompt is { Length: > 0 } known && StartsWith(head, known))
        {
            return head.Start + known.Length;
        }

        // Before the first message there is no turn to end where the prompt begins, and after a system message alone
        // the prompt may not look like itself; behind the whole conversation it does.
        IEnumerable<int> places = index > 0 ? [index, messages.Count] : [messages.Count];
        foreach (RenderedText prompt in places.Select(PromptBefore).OfType<RenderedText>())
        {
            _knownPrompt ??= prompt.Text;
            int? end = prompt.Text.Length == 0
                ? EndWithoutPrompt(turn.Start, head, index)
                : CommonEnd(head, prompt) ?? ProbedEnd(head, prompt.Text, index);
            if (end is not null)
            {
                return end;
            }
        }

        return null;
    }

    /// <summary>
    /// What the template writes to prompt for the message: all after what it wrote about those before, less whitespace
    /// at its beginning. Empty where it writes no prompt, null where it refuses the messages.
    /// </summary>
    public RenderedText? PromptBefore(int index) =>
        tryRender([.. messages.Take(index)], true) is { } before ? AfterTurns(before) : null;

    private static RenderedText AfterTurns(RenderedText text)
    {
        int end = text.Marks.Where(mark => mark.Kind is MarkKind.Turn or MarkKind.Own).Max(mark => (int?)mark.End) ?? 0;

        // The statement that wrote a message may have written its end marker too.
        int start = text.Writes.FirstOrDefault(write => write >= end, end);
        start = text.Text.Length - text.Text.AsSpan(start).TrimStart().Length;
        return new RenderedText(text.Text[start..], [], After(text.Writes), After(text.Seams));

        int[] After(IReadOnlyList<int> ends) => [.. ends.Where(at => at > start).Select(at => at - start)];
    }

    /// <summary>How far the head agrees with the prompt, in whole pieces where they part ways.</summary>
    private int? CommonEnd(TextSpan head, RenderedText prompt)
    {
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

    /// <summary>The end of the header that a plain answer in this place would have, if the prompt has it too.</summary>
    private int? ProbedEnd(TextSpan head, string prompt, int index) =>
        ProbeHeader(index) is { Length: > 0 } header && prompt.Contains(header, StringComparison.Ordinal) &&
        StartsWith(head, header)
            ? head.Start + header.Length
            : null;

    /// <summary>The same for a template that writes no prompt: blank is no header at all.</summary>
    private int? EndWithoutPrompt(int turnStart, TextSpan head, int index)
    {
        if (head.Length == 0 || ProbeHeader(index) is not { } header)
        {
            return head.Length == 0 ? turnStart : null;
        }

        if (header.Length == 0)
        {
            return turnStart;
        }

        return StartsWith(head, header) ? head.Start + header.Length : null;
    }

    /// <summary>What the template writes before the text of a plain answer, less whitespace at its beginning.</summary>
    private string? ProbeHeader(int index)
    {
        if (tryRender([.. messages.Take(index), ChatMessage.Assistant(Probe)], false) is not { } probe)
        {
            return null;
        }

        Mark turn = probe.Marks.FirstOrDefault(mark => mark.Kind == MarkKind.Turn && mark.Message == index);
        Mark own = probe.Marks.FirstOrDefault(mark => mark.Kind == MarkKind.Own && mark.Message == index);
        return turn.End > 0 && own.Start >= turn.Start ? probe.Text[turn.Start..own.Start].TrimStart() : null;
    }

    private bool StartsWith(TextSpan head, string header) =>
        rendered.Text.AsSpan(head.Start, head.Length).StartsWith(header, StringComparison.Ordinal);
}
