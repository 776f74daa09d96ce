using System.ComponentModel.DataAnnotations;

namespace FineTune.Config;

/// <summary>Turns documents into records. A key is the snake_case of a property's name, or what
/// <c>[JsonPropertyName]</c> says; <c>required</c> properties must be given, the others keep their initialisers.
/// DataAnnotations on properties and <see cref="IValidatableObject"/> on records are checked; in a validation message
/// the part after the first <c>"; "</c> is the edit to make, and the first member name, a property or a path below the
/// record, is the place.</summary>
public static class ConfigBinder
{
    /// <summary>Binds a document to a record.</summary>
    /// <typeparam name="T">The record that holds the whole config.</typeparam>
    /// <param name="document">The document.</param>
    /// <param name="options">Aliases, polymorphic sections, converters and paths; none if null.</param>
    /// <returns>The record and what the user should be told.</returns>
    /// <exception cref="ConfigException">The document does not fit; holds every mistake in it.</exception>
    /// <exception cref="InvalidOperationException">A record has a property of a type that cannot be bound.</exception>
    public static BindResult<T> Bind<T>(ConfigDocument document, ConfigOptions? options = null)
        where T : class
    {
        options ??= new ConfigOptions();
        var catalog = new ShapeCatalog(options);
        var shape = catalog.Of(typeof(T));
        var aliases = new AliasPass(document.Source, catalog, options.Aliases, shape);
        var canonical = document.WithRoot(aliases.Rewrite(document.Root));
        var binding = new BindingPass(canonical, catalog, shape, options.Paths);
        var value = binding.Run();
        ConfigIssue[] issues = [.. document.Issues, .. aliases.Issues, .. binding.Issues];
        return issues.Length > 0
            ? throw new ConfigException(issues)
            : new BindResult<T>((T)value!, canonical, [.. aliases.Notices, .. binding.Notices]);
    }
}
