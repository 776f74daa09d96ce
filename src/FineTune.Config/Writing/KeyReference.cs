using System.Text;

namespace FineTune.Config;

/// <summary>The keys of a config by section, in the order the records declare them.</summary>
internal sealed class KeyReference
{
    private const string Required = "required";

    private readonly ShapeCatalog _catalog;
    private readonly RecordTree _tree;
    private readonly List<(string Title, IReadOnlyList<KeyRow> Rows)> _sections = [];

    // Records on the way down, so that one that holds itself is described once.
    private readonly Stack<Type> _within = new();

    private KeyReference(ConfigOptions options)
    {
        _catalog = new ShapeCatalog(options);
        _tree = new RecordTree(_catalog);
    }

    public static KeyReference Of(Type root, ConfigOptions options)
    {
        var reference = new KeyReference(options);
        reference.Describe(reference._catalog.Of(root), "", null);
        return reference;
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (var (title, rows) in _sections)
        {
            text.Append(text.Length == 0 ? "" : "\n")
                .Append("## ").Append(title.Length == 0 ? "Top level" : $"`{title}`").Append("\n\n")
                .Append("| key | value | default | meaning |\n|---|---|---|---|\n");
            foreach (var row in rows)
            {
                var given = row.Default is null ? Required : $"`{Cell(row.Default)}`";
                text.Append($"| `{row.Key}` | {Cell(row.Allowed)} | {given} | {Cell(row.Meaning)} |\n");
            }
        }

        return text.ToString();
    }

    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var (title, rows) in _sections)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(title.Length == 0 ? "" : $"{title}\n");
            var indent = title.Length == 0 ? "" : "  ";
            var keyWidth = rows.Max(row => row.Key.Length);
            var defaultWidth = rows.Max(row => (row.Default ?? Required).Length);
            foreach (var row in rows)
            {
                text.Append(indent).Append(row.Key.PadRight(keyWidth)).Append("  ")
                    .Append((row.Default ?? Required).PadRight(defaultWidth)).Append("  ")
                    .Append(row.Meaning.Length == 0 ? "" : $"{row.Meaning} ").Append($"({row.Allowed})\n");
            }
        }

        return text.ToString();
    }

    private void Describe(ValueShape shape, string path, object? defaults)
    {
        switch (shape)
        {
            case SectionShape section:
                DescribeRecord(section.Record, path, path, defaults);
                break;
            case VariantShape { Section: var variants }:
                foreach (var type in variants.Types)
                {
                    var title = $"{path}{(path.Length == 0 ? "" : " ")}({variants.Key}: {variants.NameOf(type)})";
                    DescribeRecord(RecordShape.Of(type), path, title, defaults);
                }

                break;
            case ListShape { Element: SectionShape or VariantShape } list:
                Describe(list.Element, $"{path}[]", null);
                break;
        }
    }

    private void DescribeRecord(RecordShape record, string path, string title, object? defaults)
    {
        if (record.Properties.Count == 0 || _within.Contains(record.Type))
        {
            return;
        }

        _within.Push(record.Type);
        defaults = defaults?.GetType() == record.Type ? defaults : record.Create();
        var plain = record.Properties.Where(property => !IsSection(property));
        KeyRow[] rows = [.. plain.Select(property => Row(property, defaults))];
        if (rows.Length > 0)
        {
            _sections.Add((title, rows));
        }

        foreach (var property in record.Properties.Where(IsSection))
        {
            Describe(_catalog.Of(property.Type), ConfigPath.Join(path, property.Key), property.Get(defaults));
        }

        _within.Pop();
    }

    private bool IsSection(PropertyShape property)
        => _catalog.Of(property.Type) is SectionShape or VariantShape
            or ListShape { Element: SectionShape or VariantShape };

    private KeyRow Row(PropertyShape property, object defaults)
    {
        var allowed = ValueChecks.Allowed(property, _catalog.Of(property.Type));
        var given = property.IsRequired ? null : YamlWriter.Inline(_tree.Of(property.Get(defaults), property.Type));
        return new KeyRow(property.Key, allowed, given, property.Description ?? "");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
