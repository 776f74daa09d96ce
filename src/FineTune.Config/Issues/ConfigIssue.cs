using System.Text;

namespace FineTune.Config;

/// <summary>One mistake in a config: where it is, what is wrong, and the edit that mends it.</summary>
/// <param name="Position">The place to look at.</param>
/// <param name="Path">The key's path, such as <c>training.learning_rate</c>; empty for the whole file.</param>
/// <param name="Message">What was read and what was allowed, without a full stop.</param>
/// <param name="Fix">The edit to make; lines after the first are YAML to add. Null if the message says it all.</param>
/// <param name="SourceLine">The line of the file that <paramref name="Position"/> points into, or null.</param>
public sealed record ConfigIssue(
    SourcePosition Position, string Path, string Message, string? Fix = null, string? SourceLine = null)
{
    private const string Indent = "    ";

    /// <summary>The file, or the whole override.</summary>
    public string File => Position.File;

    /// <summary>The line from 1; 0 for an override.</summary>
    public int Line => Position.Line;

    /// <summary>The column from 1; 0 for an override.</summary>
    public int Column => Position.Column;

    /// <summary>The issue as a compiler prints it: one line, the source with a caret, then any lines to add.</summary>
    /// <returns>One or more lines, without a final line break.</returns>
    public override string ToString()
    {
        var fixLines = Fix?.Split('\n') ?? [];
        var text = new StringBuilder($"{Position}: error: {Message}");
        if (fixLines.Length > 0)
        {
            text.Append("; ").Append(fixLines[0]);
        }

        if (!string.IsNullOrWhiteSpace(SourceLine))
        {
            text.Append('\n').Append(Indent).Append(SourceLine)
                .Append('\n').Append(Indent).Append(CaretPadding(SourceLine)).Append('^');
        }

        foreach (var line in fixLines.Skip(1))
        {
            text.Append('\n').Append(Indent).Append(line);
        }

        return text.ToString();
    }

    // Tabs stay tabs, so that the caret stands under its character at any tab width.
    private string CaretPadding(string line)
        => string.Concat(line.Take(Column - 1).Select(c => c == '\t' ? '\t' : ' ')).PadRight(Math.Max(0, Column - 1));
}
