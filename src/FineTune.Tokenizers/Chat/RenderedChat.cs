namespace FineTune.Tokenizers.Chat;

/// <summary>A conversation as text, with where each message went.</summary>
public sealed class RenderedChat
{
    private readonly Lazy<IReadOnlyList<TurnSpans>> _turns;

    internal RenderedChat(
        string text, IReadOnlyList<TextSpan> generationSpans, Func<IReadOnlyList<TurnSpans>> findTurns)
    {
        Text = text;
        GenerationSpans = generationSpans;
        _turns = new Lazy<IReadOnlyList<TurnSpans>>(findTurns);
    }

    /// <summary>The text, special tokens included: encode it without adding any.</summary>
    public string Text { get; }

    /// <summary>The part of the text that a span covers; spans count UTF-16 code units.</summary>
    public string TextOf(TextSpan span) => Text[span.Start..span.End];

    /// <summary>
    /// What the template wrote inside <c>{% generation %}</c>, in order; empty for templates without the tag.
    /// </summary>
    public IReadOnlyList<TextSpan> GenerationSpans { get; }

    /// <summary>
    /// Where each message went, one entry a message in order. Worked out when first asked for, which renders the
    /// beginning of the conversation once more to see the template's generation prompt.
    /// </summary>
    public IReadOnlyList<TurnSpans> Turns => _turns.Value;

    /// <summary>
    /// What a model is trained to write in this chat: the generation spans where the template has them, otherwise the
    /// completions of the assistant's messages that have no problem.
    /// </summary>
    public IReadOnlyList<TextSpan> AssistantSpans => GenerationSpans.Count > 0
        ? GenerationSpans
        : [.. Turns.Select(turn => turn.Completion).OfType<TextSpan>()];

    /// <summary>The assistant's messages whose completions are not among the spans, each with its problem.</summary>
    public IReadOnlyList<TurnSpans> Problems => GenerationSpans.Count > 0
        ? []
        : [.. Turns.Where(turn => turn.IsAssistant && turn.Problem != SpanProblem.None)];
}
