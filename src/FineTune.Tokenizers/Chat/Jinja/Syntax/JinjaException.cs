namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// A fault found while reading or rendering a template, before it has a place. <see cref="ChatTemplate"/> turns it into
/// a <see cref="ChatTemplateException"/>.
/// </summary>
/// <param name="message">What went wrong.</param>
/// <param name="position">Where, as an offset into the source; negative where only the renderer knows.</param>
internal sealed class JinjaException(string message, int position = -1) : Exception(message)
{
    public int Position { get; } = position;
}
