namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// A template's source as Jinja reads it: every line break is <c>\n</c> and one trailing line break is gone. Turns
/// offsets into lines and columns for error messages.
/// </summary>
internal sealed class SourceText
{
    /// <summary>Normalizes a source.</summary>
    /// <param name="name">What error messages call the template: a file path or a template's name.</param>
    /// <param name="source">The text as it was written.</param>
    public SourceText(string name, string source)
    {
        Name = name;
        string text = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        Text = text.EndsWith('\n') ? text[..^1] : text;
    }

    public string Name { get; }

    public string Text { get; }

    /// <summary>The 1-based line and column of an offset, and the whole text of that line.</summary>
    public (int Line, int Column, string Content) Locate(int offset)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        int lineStart = offset == 0 ? 0 : Text.LastIndexOf('\n', offset - 1) + 1;
        int lineEnd = Text.IndexOf('\n', lineStart);
        string content = lineEnd < 0 ? Text[lineStart..] : Text[lineStart..lineEnd];
        return (Text.AsSpan(0, lineStart).Count('\n') + 1, offset - lineStart + 1, content);
    }
}
