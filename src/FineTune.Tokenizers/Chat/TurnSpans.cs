namespace FineTune.Tokenizers.Chat;

/// <summary>
/// Where one message went in a rendered chat.
/// </summary>
/// <remarks>
/// <para>
/// Nothing here is found by searching. Every string of a message carries the message's index through all that the
/// template does with it (joining, trimming, slicing, splitting, filters), and the loop turn that handles a message
/// marks what it writes. Spans are read off those marks. What the marks do not settle is reported as a
/// <see cref="Problem"/>.
/// </para>
/// <para>For a ChatML turn <c>&lt;|im_start|&gt;assistant\nHello!&lt;|im_end|&gt;\n</c>: <see cref="Turn"/> is all of
/// it, <see cref="Content"/> is <c>Hello!</c>, <see cref="EndMarker"/> is <c>&lt;|im_end|&gt;\n</c> and
/// <see cref="Completion"/> is <c>Hello!&lt;|im_end|&gt;\n</c>.</para>
/// </remarks>
public sealed record TurnSpans
{
    /// <summary>Index of the message in the conversation.</summary>
    public required int MessageIndex { get; init; }

    /// <summary>The message's role.</summary>
    public required string Role { get; init; }

    internal bool IsAssistant => Role == ChatMessage.AssistantRole;

    /// <summary>
    /// Everything the loop over the messages wrote for this one: header, content and end marker. Null where the
    /// template wrote nothing for it in a loop.
    /// </summary>
    public TextSpan? Turn { get; init; }

    /// <summary>
    /// From the first to the last character of the turn that came from the message's own fields, its role and name not
    /// counted: content, reasoning, tool calls, and what the template put between them. Null where there is none.
    /// </summary>
    public TextSpan? Content { get; init; }

    /// <summary>
    /// What follows the content up to the end of the turn. The end marker of the last message also takes in what the
    /// template writes to close the conversation, an EOS token say, unless that is a generation prompt.
    /// </summary>
    public TextSpan? EndMarker { get; init; }

    /// <summary>
    /// What the model has to write if it is to produce this turn: all after the header, end marker included. The header
    /// is what the turn has in common with the generation prompt the template writes for the messages before it; for a
    /// template that writes none, the text before the content of a plain answer, unless it is blank. Null for every
    /// role but the assistant's, and where <see cref="Problem"/> says why.
    /// </summary>
    public TextSpan? Completion { get; init; }

    /// <summary>
    /// The message's fields with text in them of which the template wrote nothing, in any turn: tool calls a template
    /// does not know, say. What is dropped cannot be trained on. Ids and earlier reasoning are dropped by most
    /// templates.
    /// </summary>
    public IReadOnlyList<string> DroppedFields { get; init; } = [];

    /// <summary>What keeps the completion from being known.</summary>
    public SpanProblem Problem { get; init; }
}
