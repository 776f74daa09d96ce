namespace FineTune.Config;

/// <summary>A list.</summary>
/// <param name="Items">The items in order.</param>
/// <param name="Position">Where the list begins.</param>
public sealed record ConfigSequence(IReadOnlyList<ConfigNode> Items, SourcePosition Position) : ConfigNode(Position)
{
    /// <inheritdoc/>
    public override string Summary => Items.Count == 0 ? "an empty list" : "a list";
}
