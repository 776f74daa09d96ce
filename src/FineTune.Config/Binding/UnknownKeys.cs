namespace FineTune.Config;

/// <summary>Says what an unknown key was probably meant to be. Built only once a document has one.</summary>
internal sealed class UnknownKeys
{
    private const int DeepestSection = 6;

    private readonly ShapeCatalog _catalog;
    private readonly List<(string Path, string Key)> _everywhere = [];

    public UnknownKeys(ShapeCatalog catalog, ValueShape root)
    {
        _catalog = catalog;
        Collect(root, "", 0);
    }

    /// <param name="source">The text the issue points into.</param>
    /// <param name="entry">The key that is not known.</param>
    /// <param name="section">The path of the section it stands in.</param>
    /// <param name="siblings">The keys that section has.</param>
    /// <param name="variant">How the section's record was chosen (<c>peft_type: ia3</c>), or null.</param>
    public ConfigIssue Describe(SourceText source, ConfigEntry entry, string section, IReadOnlyCollection<string> siblings, string? variant)
    {
        var place = (section, variant) switch
        {
            ("", null) => "",
            ("", _) => $" with {variant}",
            (_, null) => $" in '{section}'",
            _ => $" in '{section}' with {variant}",
        };
        var given = entry.GivenAs is null ? "" : $" (given as '{entry.GivenAs}')";
        return source.Issue(entry.Position, ConfigPath.Join(section, entry.Key),
            $"unknown key '{entry.Key}'{given}{place}", Suggest(entry.Key, section, siblings));
    }

    private string Suggest(string key, string section, IReadOnlyCollection<string> siblings)
    {
        var elsewhere = _everywhere.Where(known => known.Path != ConfigPath.Join(section, known.Key)).ToList();
        var exact = elsewhere.Find(known => known.Key == key).Path;
        if (exact is not null)
        {
            return $"did you mean '{exact}'?";
        }

        if (Nearest.Name(key, siblings) is { } sibling)
        {
            return $"did you mean '{sibling}'?";
        }

        return Nearest.Name(key, elsewhere.Select(known => known.Key)) is { } near
            ? $"did you mean '{elsewhere.Find(known => known.Key == near).Path}'?"
            : siblings.Count == 0 ? "remove it" : $"known keys here: {Quoted.List(siblings)}";
    }

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
