namespace FineTune.Formats;

/// <summary>A field of any number of items, or a map, which is a list of entries.</summary>
internal sealed record ListNode : SchemaNode
{
    /// <summary>One item.</summary>
    public required SchemaNode Item { get; init; }

    /// <summary>The definition level from which on there is an item.</summary>
    public required int ItemDefinitionLevel { get; init; }

    /// <summary>The repetition level of every item but the first.</summary>
    public required int RepetitionLevel { get; init; }

    /// <summary>Whether the items are structs of a key and a value.</summary>
    public required bool IsMap { get; init; }

    /// <inheritdoc/>
    public override string TypeName => IsMap && Item is StructNode entry
        ? $"map<{string.Join(", ", entry.Fields.Select(part => part.TypeName))}>"
        : $"list<{Item.TypeName}>";

    /// <inheritdoc/>
    public override IEnumerable<LeafNode> Leaves => Item.Leaves;
}
