namespace FineTune.Config;

/// <summary>Writes records as YAML that binds to equal records, every default written out. The same record always gives
/// the same text.</summary>
public static class ConfigWriter
{
    /// <summary>Writes a config.</summary>
    /// <typeparam name="T">The record that holds the whole config, as it was bound.</typeparam>
    /// <param name="config">The record.</param>
    /// <param name="options">The options it was bound with.</param>
    /// <returns>YAML, ending in a line break.</returns>
    public static string Write<T>(T config, ConfigOptions? options = null)
        where T : class
    {
        var tree = new RecordTree(new ShapeCatalog(options ?? new ConfigOptions()));
        return YamlWriter.Write((ConfigMapping)tree.Of(config, typeof(T)));
    }
}
