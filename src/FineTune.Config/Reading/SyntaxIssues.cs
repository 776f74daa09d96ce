using YamlDotNet.Core;

namespace FineTune.Config;

/// <summary>The messages for text that is not the YAML its author meant.</summary>
internal static class SyntaxIssues
{
    public static ConfigIssue Duplicate(SourceText source, string path, ConfigScalar key, ConfigEntry first)
        => source.Issue(key.Position, path,
            $"'{path}' is given twice, first in line {first.Position.Line}", "remove one of the two");

    public static ConfigIssue UnknownAnchor(
        SourceText source, SourcePosition at, string name, IEnumerable<string> known)
        => source.Issue(at, "", $"no anchor '&{name}' before this line", Nearest.Name(name, known) is { } near
            ? $"did you mean '*{near}'?" : $"mark the value to repeat with '&{name}', or put the text in quotes");

    public static ConfigIssue UnknownTag(SourceText source, SourcePosition at, string tag)
        => source.Issue(at, "", $"the tag '{tag}' means nothing here", "remove it, or put the value in quotes");

    public static ConfigIssue KeyNotText(SourceText source, SourcePosition at)
        => source.Issue(at, "", "a key must be plain text, not a list or a section");

    public static ConfigIssue MergeNotSection(SourceText source, ConfigNode value)
        => source.Issue(value.Position, "",
            $"'<<' merges sections, found {value.Summary}", "give it an alias of a section: '<<: *name'");

    public static ConfigIssue SeveralDocuments(SourceText source, SourcePosition at)
        => source.Issue(at, "",
            "a second document begins here, a config is one document",
            "remove the '---', or move the rest to its own file");

    public static ConfigIssue TooDeep(SourceText source, SourcePosition at, int limit)
        => source.Issue(at, "", $"nested more than {limit} levels deep");

    public static ConfigIssue NotSections(SourceText source, ConfigNode root)
        => source.Issue(root.Position, "",
            $"a config is made of sections (keys with values), found {root.Summary}", "write 'key: value' lines");

    public static ConfigIssue OpenBracket(SourceText source, SourcePosition at, bool isList)
        => source.Issue(at, "", "not valid YAML: this bracket is never closed", $"add '{(isList ? ']' : '}')}'");

    public static ConfigIssue OpenBracketAfter(SourceText source, SourcePosition at)
        => source.Issue(at, "",
            "not valid YAML: a '[' or '{' after this place is never closed", "close it, or put the text in quotes");

    /// <summary>Turns a parser's complaint into one that names the usual cause and its cure.</summary>
    public static ConfigIssue Explain(
        SourceText source,
        YamlException error,
        Func<Mark, SourcePosition> locate,
        (SourcePosition Position, bool IsList)? bracket)
    {
        if (bracket is { } open && !error.Message.Contains("scalar", StringComparison.Ordinal))
        {
            return OpenBracket(source, open.Position, open.IsList);
        }

        var at = locate(error.Start);
        if (TabIndent(source, at, error) is { } tab)
        {
            return source.Issue(tab, "", "not valid YAML: a tab in the indentation", "indent with spaces");
        }

        // The parser speaks in two halves, "While doing this, found that."; the second is the news.
        var news = error.Message[(error.Message.IndexOf(", ", StringComparison.Ordinal) + 1)..].Trim().TrimEnd('.');
        return source.Issue(at, "", $"not valid YAML: {news}", Cure(error.Message, source.LineAt(at) ?? "", at.Column));
    }

    private static SourcePosition? TabIndent(SourceText source, SourcePosition at, YamlException error)
    {
        for (var line = at.Line; !at.IsOverride && line <= Math.Min(error.End.Line, source.Lines.Count); line++)
        {
            var text = source.Lines[line - 1];
            var tab = text[..^text.TrimStart().Length].IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0)
            {
                return at with { Line = line, Column = tab + 1 };
            }
        }

        return null;
    }

    private static string Cure(string message, string line, int column)
    {
        var text = line.Trim();
        var before = line[..Math.Clamp(column - 1, 0, line.Length)];
        return message switch
        {
            _ when message.Contains("escape", StringComparison.Ordinal)
                => "inside double quotes '\\' begins an escape: write '\\\\', or use single quotes",
            _ when message.Contains("quoted", StringComparison.Ordinal) => "close the quote that opens here",
            _ when message.Contains("start any token", StringComparison.Ordinal) => "put the value in quotes",
            _ when before.Contains(": ", StringComparison.Ordinal) || before.EndsWith(':')
                => "put the whole value in one pair of quotes (inside single quotes, ' is written '')",
            _ when LacksSpaceAfterColon(text)
                => $"put a space after the colon: '{text.Replace(":", ": ", StringComparison.Ordinal)}'",
            _ when text.Length > 0 && !text.Contains(':', StringComparison.Ordinal) => "write 'key: value'",
            _ => "check the indentation: the keys of one section begin in the same column",
        };
    }

    private static bool LacksSpaceAfterColon(string text)
        => text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon + 1 < text.Length
            && text[colon + 1] is not (' ' or '\t') && text.LastIndexOf(':') == colon;
}
