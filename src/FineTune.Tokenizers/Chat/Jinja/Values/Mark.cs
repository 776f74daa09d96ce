namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// Where a stretch of text came from. Marks travel with the text through every string operation, so where a message
/// ends up in the rendered chat is known rather than searched for.
/// </summary>
/// <param name="Start">First UTF-16 code unit, relative to the text that carries the mark.</param>
/// <param name="End">One past the last; equal to <paramref name="Start"/> for a message field that is empty.</param>
/// <param name="Kind">What the mark says.</param>
/// <param name="Origin">The message, and for text of its own the field; null where no message is known.</param>
internal readonly record struct Mark(int Start, int End, MarkKind Kind, Origin? Origin)
{
    /// <summary>Index of the message in the conversation, or -1.</summary>
    public int Message => Origin?.Message ?? -1;

    public Mark Shift(int by) => this with { Start = Start + by, End = End + by };
}
