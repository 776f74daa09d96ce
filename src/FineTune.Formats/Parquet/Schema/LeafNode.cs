namespace FineTune.Formats;

/// <summary>A field that has values of its own.</summary>
internal sealed record LeafNode : SchemaNode
{
    /// <summary>The place among the schema's leaves, which is the place of its chunk in a row group.</summary>
    public required int Index { get; init; }

    /// <summary>The names from the top, joined by dots.</summary>
    public required string Path { get; init; }

    /// <summary>How many of the fields from the top repeat.</summary>
    public required int RepetitionLevel { get; init; }

    /// <summary>How values are stored.</summary>
    public required PhysicalType Physical { get; init; }

    /// <summary>Bytes of a value; 0 where each has its own length.</summary>
    public required int Width { get; init; }

    /// <summary>What the values stand for.</summary>
    public required LogicalType Logical { get; init; }

    /// <inheritdoc/>
    public override string TypeName => ValueTypes.Name(this);

    /// <inheritdoc/>
    public override IEnumerable<LeafNode> Leaves => [this];
}
