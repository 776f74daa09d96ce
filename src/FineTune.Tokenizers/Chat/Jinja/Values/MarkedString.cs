namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// How a <see cref="Value"/> holds a string that carries marks or is markup-safe; others are plain strings.
/// </summary>
internal sealed class MarkedString(Str content)
{
    public Str Content { get; } = content;
}
