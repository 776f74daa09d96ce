namespace FineTune.Tokenizers.Chat;

/// <summary>
/// Why the spans of a message are not known for certain. A message with a problem has no completion span.
/// </summary>
public enum SpanProblem
{
    /// <summary>There is none: the spans are exact.</summary>
    None,

    /// <summary>The template wrote nothing for the message.</summary>
    NotRendered,

    /// <summary>
    /// The template wrote a turn for the message, but no character of it can be traced to the message.
    /// </summary>
    Untraceable,

    /// <summary>The message was written in several places.</summary>
    Scattered,

    /// <summary>Characters of another message stand inside the message's turn.</summary>
    Interleaved,

    /// <summary>
    /// Where the turn's header ends cannot be told: it does not begin like the template's generation prompt.
    /// </summary>
    UnknownHeader,
}
