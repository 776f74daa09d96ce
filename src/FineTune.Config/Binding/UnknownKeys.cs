namespace FineTune.Config;

/// <summary>Says what an unknown key was probably meant to be. Built only once a document has one.</summary>
internal sealed class UnknownKeys
{
    private const int DeepestSection = 6;

    private readonly SourceText _source;
    private readonly ShapeCatalog _catalog;
    private readonly List<(string Path, string Key)> _everywhere = [];

    public UnknownKeys(SourceText source, ShapeCatalog catalog, ValueShape root)
    {
        (_source, _catalog) = (source, catalog);
        Collect(root, "", 0);
    }

    /// <param name="entry">The key that is not known.</param>
    /// <param name="section">The path of the section it stands in.</param>
    /// <param name="record">The record of that section.</param>
    /// <param name="variants">How the record was chosen, where it is one of several.</param>
    public ConfigIssue Describe(ConfigEntry entry, string section, RecordShape record, PolymorphicSection? variants)
    {
        var given = entry.GivenAs is null ? "" : $" (given as '{entry.GivenAs}')";
        var place = section.Length == 0 ? "" : $" in '{section}'";
        var variant = variants is null ? "" : $" with {variants.Key}: {variants.NameOf(record.Type)}";
        return _source.Issue(entry.Position, ConfigPath.Join(section, entry.Key),
            $"unknown key '{entry.Key}'{given}{place}{variant}", Suggest(entry.Key, section, record, variants));
    }

    private string Suggest(string key, string section, RecordShape record, PolymorphicSection? variants)
    {
        var owner = variants?.Variants.FirstOrDefault(variant => RecordShape.Of(variant.Type).Find(key) is not null);
        if (owner is not null)
        {
            return $"it belongs to {variants!.Key}: {owner.Name}";
        }

        var elsewhere = _everywhere.Where(known => known.Path != ConfigPath.Join(section, known.Key)).ToList();
        List<string> siblings = [.. record.Properties.Select(property => property.Key)];
        if (variants is not null)
        {
            siblings.Add(variants.Key);
        }

        var meant = elsewhere.Find(known => known.Key == key).Path
            ?? Nearest.Name(key, siblings)
            ?? NearestOf(key, elsewhere);
        return meant is not null ? $"did you mean '{meant}'?"
            : siblings.Count == 0 ? "remove it" : $"known keys here: {Quoted.List(siblings)}";
    }

    private static string? NearestOf(string key, List<(string Path, string Key)> known)
        => Nearest.Name(key, known.Select(one => one.Key)) is { } near ? known.Find(one => one.Key == near).Path : null;

    private void Collect(ValueShape shape, string path, int depth)
    {
        if (depth == DeepestSection)
        {
            return;
        }

        foreach (var (key, child) in _catalog.Children(shape))
        {
            var childPath = ConfigPath.Join(path, key);
            _everywhere.Add((childPath, key));
            Collect(child, childPath, depth + 1);
        }
    }
}
