namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// Where a stretch of text came from. Marks travel with the text through every string operation, so where a message ends
/// up in the rendered chat is known rather than searched for.
/// </summary>
/// <param name="Start">First UTF-16 code unit, relative to the text that carries the mark.</param>
/// <param name="End">One past the last; equal to <paramref name="Start"/> for a message field that is empty.</param>
/// <param name="Kind">What the mark says.</param>
/// <param name="Message">Index of the message in the conversation, or -1 where no message is known.</param>
internal readonly record struct Mark(int Start, int End, MarkKind Kind, int Message)
{
    public Mark Shift(int by) => this with { Start = Start + by, End = End + by };
}
