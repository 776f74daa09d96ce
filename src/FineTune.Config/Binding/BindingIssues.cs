using System.Collections;

namespace FineTune.Config;

/// <summary>The messages for a document that does not fit its records.</summary>
internal static class BindingIssues
{
    public static ConfigIssue AliasConflict(SourceText source, KeyAlias row, ConfigEntry given, ConfigEntry other)
    {
        var also = $"also given as '{other.GivenAs ?? row.Canonical}' at {other.Position}";
        return source.Issue(given.Position, row.Canonical,
            $"'{given.GivenAs}' means '{row.Canonical}', which is {also}", $"remove '{given.GivenAs}'");
    }

    public static ConfigIssue NotAllowed(
        SourceText source, ConfigNode node, string path, string allowed, string? fix = null)
        => source.Issue(node.Position, path, $"{Subject(path)} must be {allowed}, found {node.Summary}", fix);

    public static ConfigIssue WrongLength(SourceText source, ConfigNode node, string path, string allowed, object value)
    {
        var (unit, found) = value is string text ? ("characters", text.Length) : ("items", ((ICollection)value).Count);
        return source.Issue(node.Position, path, $"{Subject(path)} must have {allowed} {unit}, found {found}");
    }

    public static ConfigIssue NullValue(
        SourceText source, SourcePosition at, string path, string allowed, bool isRequired)
    {
        var orDefault = isRequired ? "" : ", or remove the line to take the default";
        return source.Issue(
            at, path, $"'{path}' has no value, it must be {allowed}", $"write a value after the colon{orDefault}");
    }

    public static ConfigIssue Missing(
        SourceText source, SourcePosition at, string section, PropertyShape property, string example)
    {
        var what = property.Description is null ? "" : $" ({property.Description.TrimEnd('.')})";
        var where = section.Length == 0 ? "the config" : $"'{section}'";
        var issue = source.Issue(at, ConfigPath.Join(section, property.Key),
            $"{where} lacks the required key '{property.Key}'{what}", $"add:\n{example}");

        // Nothing at the top level is to blame, so no line is shown for it.
        return section.Length == 0 ? issue with { SourceLine = null } : issue;
    }

    public static ConfigIssue MissingVariant(
        SourceText source, ConfigMapping mapping, string path, PolymorphicSection section)
        => source.Issue(mapping.Position, ConfigPath.Join(path, section.Key),
            $"{Subject(path)} lacks the required key '{section.Key}'",
            $"add '{section.Key}:' with {Quoted.OneOf(section.Names)}");

    public static ConfigIssue UnknownChoice(
        SourceText source, ConfigNode node, string path, string given, IReadOnlyCollection<string> allowed)
        => source.Issue(node.Position, path, $"{Subject(path)} must be {Quoted.OneOf(allowed)}, found '{given}'",
            Nearest.Name(given, allowed) is { } near ? $"did you mean '{near}'?" : null);

    public static ConfigIssue Contradiction(SourceText source, SourcePosition at, string path, string message)
    {
        var cut = message.IndexOf("; ", StringComparison.Ordinal);
        return cut < 0 ? source.Issue(at, path, message) : source.Issue(at, path, message[..cut], message[(cut + 2)..]);
    }

    private static string Subject(string path) => path.Length == 0 ? "the config" : $"'{path}'";
}
