namespace FineTune.Config;

/// <summary>Describes the keys of a record: for editors, for the manual, and for <c>--help</c>.</summary>
public static class ConfigSchema
{
    /// <summary>A JSON Schema (draft 2020-12) that editors check and complete configs with.</summary>
    /// <typeparam name="T">The record that holds the whole config.</typeparam>
    /// <param name="options">The options it is bound with.</param>
    /// <returns>Indented JSON, ending in a line break.</returns>
    public static string Json<T>(ConfigOptions? options = null)
        where T : class
        => new JsonSchemaBuilder(new ShapeCatalog(options ?? new ConfigOptions())).Build(typeof(T));

    /// <summary>The keys by section as Markdown tables: key, what may be written, default, meaning.</summary>
    /// <typeparam name="T">The record that holds the whole config.</typeparam>
    /// <param name="options">The options it is bound with.</param>
    /// <returns>Markdown, ending in a line break.</returns>
    public static string Markdown<T>(ConfigOptions? options = null)
        where T : class
        => KeyReference.Of(typeof(T), options ?? new ConfigOptions()).ToMarkdown();

    /// <summary>The keys by section as aligned plain text.</summary>
    /// <typeparam name="T">The record that holds the whole config.</typeparam>
    /// <param name="options">The options it is bound with.</param>
    /// <returns>Lines, ending in a line break.</returns>
    public static string Text<T>(ConfigOptions? options = null)
        where T : class
        => KeyReference.Of(typeof(T), options ?? new ConfigOptions()).ToText();
}
