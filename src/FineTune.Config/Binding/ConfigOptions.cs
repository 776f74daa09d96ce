namespace FineTune.Config;

/// <summary>What the rooms' registries tell the binder, the writer and the schema about their records.</summary>
public sealed record ConfigOptions
{
    /// <summary>Other spellings of keys, accepted with a notice.</summary>
    /// <value>None.</value>
    public AliasTable Aliases { get; init; } = AliasTable.None;

    /// <summary>Sections whose record type is named by one of their keys.</summary>
    /// <value>None.</value>
    public IReadOnlyList<PolymorphicSection> Polymorphic { get; init; } = [];

    /// <summary>Types with their own way to be written, such as "a string or a list".</summary>
    /// <value>None.</value>
    public IReadOnlyList<ConfigConverter> Converters { get; init; } = [];

    /// <summary>Where input paths, marked <c>[DataType("path")]</c> or <c>[DataType("path-or-name")]</c>, are looked for. They are bound as absolute paths,
    /// and a missing one is an error. Null leaves them as written.</summary>
    /// <value>Null.</value>
    public ConfigPaths? Paths { get; init; }
}
