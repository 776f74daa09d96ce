namespace FineTune.Config;

/// <summary>Rewrites a document into canonical keys before it is bound: aliases are moved to where they belong, and a
/// bare name in place of a polymorphic section becomes that section.</summary>
internal sealed class AliasPass
{
    private readonly SourceText _source;
    private readonly ShapeCatalog _catalog;
    private readonly AliasTable _table;
    private readonly ValueShape _root;
    private readonly List<string> _notices = [];
    private readonly List<ConfigIssue> _issues = [];
    private readonly List<(KeyAlias Row, ConfigEntry Entry)> _moved = [];

    public AliasPass(SourceText source, ShapeCatalog catalog, AliasTable table, ValueShape root)
        => (_source, _catalog, _table, _root) = (source, catalog, table, root);

    /// <summary>One line for each alias that was accepted.</summary>
    public IReadOnlyList<string> Notices => _notices;

    public IReadOnlyList<ConfigIssue> Issues => _issues;

    public ConfigMapping Rewrite(ConfigMapping root)
    {
        var rewritten = Walk(root, _root, "");
        foreach (var (row, entry) in _moved)
        {
            rewritten = Place(rewritten, row.Section.Length == 0 ? [] : row.Section.Split('.'), row, entry);
        }

        return rewritten;
    }

    // Paths carry no list indices here: an alias inside a list item stays in its item.
    private ConfigMapping Walk(ConfigMapping mapping, ValueShape? shape, string section)
    {
        var kept = new ConfigMapping([], mapping.Position);
        var renamed = new List<(KeyAlias Row, ConfigEntry Entry)>();
        foreach (var entry in mapping.Entries)
        {
            if (_catalog.Child(shape, entry.Key) is { } child)
            {
                var value = WalkValue(entry.Value, child, ConfigPath.Join(section, entry.Key));
                kept = kept.With(entry with { Value = value });
            }
            else if (AliasOf(section, entry) is { } row)
            {
                (row.Section == section ? renamed : _moved).Add((row, Canonical(row, entry)));
            }
            else if ((shape is null ? entry : WalkUnknown(entry, section)) is { } unknown)
            {
                kept = kept.With(unknown);
            }
        }

        return renamed.Aggregate(kept, (current, alias) => Put(current, alias.Row, alias.Entry));
    }

    private ConfigNode WalkValue(ConfigNode value, ValueShape shape, string path) => (value, shape) switch
    {
        (ConfigMapping mapping, SectionShape or VariantShape) => Walk(mapping, shape, path),
        (ConfigMapping mapping, ListShape list) => WalkValue(mapping, list.Element, path),
        (ConfigSequence items, ListShape list)
            => items with { Items = [.. items.Items.Select(item => WalkValue(item, list.Element, path))] },
        (ConfigScalar { IsNull: false } name, VariantShape { Section.Key: var key })
            => new ConfigMapping([new ConfigEntry(key, name.Position, name)], name.Position),
        _ => value,
    };

    // A section that we do not know may still hold keys that we do; emptied of them, it is gone. One level serves
    // every tool, and sections that multiply through anchors are not followed.
    private ConfigEntry? WalkUnknown(ConfigEntry entry, string section)
    {
        if (entry.Value is not ConfigMapping { Entries.Count: > 0 } mapping)
        {
            return entry;
        }

        var rest = Walk(mapping, null, ConfigPath.Join(section, entry.Key));
        return rest.Entries.Count == 0 ? null : entry with { Value = rest };
    }

    // A section under the name of a plain key (torchtune's "optimizer:") is not that key; it is searched for aliases.
    private KeyAlias? AliasOf(string section, ConfigEntry entry)
        => _table.Find(section, entry.Key) is { } row && AliasTable.ShapeAt(_catalog, _root, row.Canonical) is { } shape
            && !(entry.Value is ConfigMapping && shape is ScalarShape or ChoiceShape) ? row : null;

    private ConfigEntry Canonical(KeyAlias row, ConfigEntry entry)
    {
        var shape = AliasTable.ShapeAt(_catalog, _root, row.Canonical)!;
        _notices.Add($"{entry.Position}: '{entry.Key}' read as {row.Canonical}");
        var value = row.Translate is null ? entry.Value : row.Translate(entry.Value);
        return new ConfigEntry(row.Key, entry.Position, WalkValue(value, shape, row.Canonical)) { GivenAs = entry.Key };
    }

    // Puts an entry below a path of sections, making those that are missing.
    private ConfigMapping Place(ConfigMapping mapping, ReadOnlySpan<string> sections, KeyAlias row, ConfigEntry entry)
    {
        if (sections.IsEmpty)
        {
            return Put(mapping, row, entry);
        }

        var empty = new ConfigMapping([], entry.Position);
        var old = mapping.Find(sections[0]) ?? new ConfigEntry(sections[0], entry.Position, empty);
        var section = old.Value.IsNull ? empty : old.Value as ConfigMapping;

        // Where something other than a section is in the way, the binder says so.
        return section is null ? mapping : mapping.With(old with { Value = Place(section, sections[1..], row, entry) });
    }

    // An override of either spelling wins over the file's; two spellings of equal standing contradict each other.
    private ConfigMapping Put(ConfigMapping mapping, KeyAlias row, ConfigEntry entry)
    {
        var old = mapping.Find(entry.Key);
        if (old is null || (entry.Position.IsOverride && !old.Position.IsOverride))
        {
            return mapping.With(entry);
        }

        if (entry.Position.IsOverride == old.Position.IsOverride)
        {
            _issues.Add(BindingIssues.AliasConflict(_source, row, entry, old));
        }

        return mapping;
    }
}
