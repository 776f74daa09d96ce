namespace FineTune.Config;

/// <summary>The other spellings of keys that a config may use. A row whose canonical path the bound record does not
/// have is never applied; <see cref="Unresolved{T}"/> finds such rows.</summary>
public sealed class AliasTable
{
    private readonly Dictionary<string, KeyAlias> _byAlias;

    /// <summary>Makes a table.</summary>
    /// <param name="rows">The aliases; no alias may occur twice.</param>
    public AliasTable(params IEnumerable<KeyAlias> rows) => _byAlias = rows.ToDictionary(row => row.Alias);

    /// <summary>The empty table.</summary>
    public static AliasTable None { get; } = new([]);

    /// <summary>The rows in the order given.</summary>
    public IReadOnlyCollection<KeyAlias> Rows => _byAlias.Values;

    /// <summary>The rows that lead nowhere in a record: for a test that the table and the records agree.</summary>
    /// <typeparam name="T">The record that holds the whole config.</typeparam>
    /// <param name="options">The options it is bound with.</param>
    /// <returns>The rows whose canonical path does not exist.</returns>
    public IReadOnlyList<KeyAlias> Unresolved<T>(ConfigOptions options)
    {
        var catalog = new ShapeCatalog(options);
        var root = catalog.Of(typeof(T));
        return [.. Rows.Where(row => ShapeAt(catalog, root, row.Canonical) is null)];
    }

    internal static ValueShape? ShapeAt(ShapeCatalog catalog, ValueShape root, string path)
        => path.Split('.').Aggregate((ValueShape?)root, catalog.Child);

    /// <summary>The row for an unknown key: by its whole path, else by the bare key.</summary>
    internal KeyAlias? Find(string section, string key)
        => _byAlias.GetValueOrDefault(ConfigPath.Join(section, key))
            ?? (_byAlias.GetValueOrDefault(key) is { } bare && bare.HoldsIn(section) ? bare : null);
}
