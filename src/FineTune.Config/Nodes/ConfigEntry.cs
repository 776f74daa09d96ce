namespace FineTune.Config;

/// <summary>One <c>key: value</c> of a section.</summary>
/// <param name="Key">The key.</param>
/// <param name="Position">Where the key begins.</param>
/// <param name="Value">The value.</param>
public sealed record ConfigEntry(string Key, SourcePosition Position, ConfigNode Value)
{
    /// <summary>The key as the user wrote it, where an alias was read as <see cref="Key"/>; null otherwise.</summary>
    public string? GivenAs { get; init; }
}
