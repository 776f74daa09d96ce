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

    private RenderedText? _knownPrompt;

    /// <summary>The end of the header, or null where it cannot be told.</summary>
    /// <param name="turn">What was written for the message.</param>
    /// <param name="content">Where the message's own text begins; the turn's end where it has none.</param>
    /// <param name="index">The message.</param>
    public int? FindEnd(TextSpan turn, int content, int index)
    {
        var head = new TextSpan(turn.Start, content);
        if (_knownPrompt is { Text.Length: > 0 } known && StartsWith(head, known.Text))
        {
            return turn.Start + known.Text.Length;
        }

        RenderedText? prompt = PromptBefore(index) ?? _knownPrompt ?? PromptBefore(messages.Count);
        _knownPrompt ??= prompt;
        return prompt switch
        {
            null => null,
            { Text.Length: 0 } => FindEndWithoutPrompt(head, index),
            _ => CommonEnd(head, prompt),
        };
    }

    /// <summary>What the template writes to prompt for the message: all after the turns before it.</summary>
    public RenderedText? PromptBefore(int index) =>
        tryRender([.. messages.Take(index)], true) is { } before ? AfterTurns(before) : null;

    private static RenderedText AfterTurns(RenderedText text)
    {
        int start = text.Marks.Where(mark => mark.Kind is MarkKind.Turn or MarkKind.Own).Max(mark => (int?)mark.End) ?? 0;
        return new RenderedText(
            text.Text[start..], [], [.. text.Writes.Where(write => write > start).Select(write => write - start)]);
    }

    /// <summary>How far the head agrees with the prompt, in whole pieces where they part ways.</summary>
    private int? CommonEnd(TextSpan head, RenderedText prompt)
    {
        int common = rendered.Text.AsSpan(head.Start, head.Length).CommonPrefixLength(prompt.Text);
        if (common == head.Length || common == prompt.Text.Length)
        {
            return head.Start + common;
        }

        int inPrompt = prompt.Writes.LastOrDefault(write => write <= common);
        int inTurn = rendered.Writes.LastOrDefault(write => write <= head.Start + common) - head.Start;
        int whole = Math.Max(inPrompt, inTurn);
        return whole > 0 ? head.Start + whole : null;
    }

    private int? FindEndWithoutPrompt(TextSpan head, int index)
    {
        if (PythonText.IsSpace(rendered.Text.AsSpan(head.Start, head.Length)))
        {
            return head.Start;
        }

        ChatMessage[] probed = [.. messages.Take(index), ChatMessage.Assistant(Probe)];
        if (tryRender(probed, false) is not { } probe ||
            probe.Marks.FirstOrDefault(mark => mark.Kind == MarkKind.Turn && mark.Message == index) is not { End: > 0 } turn ||
            probe.Marks.FirstOrDefault(mark => mark.Kind == MarkKind.Own && mark.Message == index) is not { End: > 0 } own)
        {
            return null;
        }

        string header = probe.Text[turn.Start..own.Start];
        if (PythonText.IsSpace(header))
        {
            return head.Start;
        }

        return StartsWith(head, header) ? head.Start + header.Length : null;
    }

    private bool StartsWith(TextSpan head, string header) =>
        rendered.Text.AsSpan(head.Start, head.Length).StartsWith(header, StringComparison.Ordinal);
}
