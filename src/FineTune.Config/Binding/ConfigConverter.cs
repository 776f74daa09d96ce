namespace FineTune.Config;

/// <summary>Reads and writes a type that is more than one kind of YAML value, such as "a string or a list".</summary>
public sealed class ConfigConverter
{
    private readonly Func<ConfigNode, object?> _read;
    private readonly Func<object, object?> _write;

    private ConfigConverter(
        Type type,
        string allowed,
        IReadOnlyList<string> jsonTypes,
        Func<ConfigNode, object?> read,
        Func<object, object?> write)
        => (Type, Allowed, JsonTypes, _read, _write) = (type, allowed, jsonTypes, read, write);

    internal Type Type { get; }

    internal string Allowed { get; }

    internal IReadOnlyList<string> JsonTypes { get; }

    /// <summary>Makes a converter.</summary>
    /// <typeparam name="T">The type as properties declare it.</typeparam>
    /// <param name="allowed">What may be written, for messages: <c>text or a list of texts</c>.</param>
    /// <param name="read">Makes the value. Null means that the node is of the wrong kind; a
    /// <see cref="FormatException"/>'s message is shown to the user as it is.</param>
    /// <param name="write">The value as a string, boolean, number, list, dictionary or record.</param>
    /// <param name="jsonTypes">The JSON Schema types it may have, such as <c>string</c>; none allows all.</param>
    /// <returns>The converter.</returns>
    public static ConfigConverter Of<T>(
        string allowed, Func<ConfigNode, T?> read, Func<T, object?> write, params IReadOnlyList<string> jsonTypes)
        where T : class
        => new(typeof(T), allowed, jsonTypes, read, value => write((T)value));

    internal object? Read(ConfigNode node) => _read(node);

    internal object? Write(object value) => _write(value);
}
