namespace FineTune.Formats;

/// <summary>A field of fields.</summary>
internal sealed record StructNode : SchemaNode
{
    /// <summary>The fields.</summary>
    public required IReadOnlyList<SchemaNode> Fields { get; init; }

    /// <inheritdoc/>
    public override string TypeName =>
        $"struct<{string.Join(", ", Fields.Select(part => $"{part.Name}: {part.TypeName}"))}>";

    /// <inheritdoc/>
    public override IEnumerable<LeafNode> Leaves => Fields.SelectMany(part => part.Leaves);
}
