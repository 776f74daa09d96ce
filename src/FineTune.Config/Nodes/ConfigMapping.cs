namespace FineTune.Config;

/// <summary>A section: keys with values, in the order they were written, each key once.</summary>
/// <param name="Entries">The entries in order.</param>
/// <param name="Position">Where the section begins.</param>
public sealed record ConfigMapping(IReadOnlyList<ConfigEntry> Entries, SourcePosition Position) : ConfigNode(Position)
{
    /// <inheritdoc/>
    public override string Summary => "a section (keys with values)";

    /// <summary>Looks a key up.</summary>
    /// <param name="key">The key, matched exactly.</param>
    /// <returns>The entry, or null.</returns>
    public ConfigEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key == key)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>This section with an entry replaced in its place, or added at the end.</summary>
    /// <param name="entry">The entry to hold.</param>
    /// <returns>A new section.</returns>
    public ConfigMapping With(ConfigEntry entry) => Find(entry.Key) is null
        ? this with { Entries = [.. Entries, entry] }
        : this with { Entries = [.. Entries.Select(old => old.Key == entry.Key ? entry : old)] };
}
