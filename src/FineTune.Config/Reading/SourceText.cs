namespace FineTune.Config;

/// <summary>The text of a document by lines, for error messages.</summary>
/// <param name="Name">The file as the user named it.</param>
/// <param name="Lines">The lines without their breaks.</param>
internal sealed record SourceText(string Name, IReadOnlyList<string> Lines)
{
    public static SourceText Of(string name, string text) => new(name, text.ReplaceLineEndings("\n").Split('\n'));

    /// <summary>The line a position points into, or null for overrides and places past the end.</summary>
    public string? LineAt(SourcePosition position)
        => position.File == Name ? Lines.ElementAtOrDefault(position.Line - 1) : null;

    public ConfigIssue Issue(SourcePosition position, string path, string message, string? fix = null)
        => new(position, path, message, fix, LineAt(position));
}
