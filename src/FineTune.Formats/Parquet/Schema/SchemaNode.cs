namespace FineTune.Formats;

/// <summary>A field of the schema, with what nesting means resolved: a value, a struct, a list or a map.</summary>
internal abstract record SchemaNode
{
    /// <summary>The field's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the field may be null.</summary>
    public required bool IsOptional { get; init; }

    /// <summary>The definition level from which on the field itself is there.</summary>
    public required int DefinitionLevel { get; init; }

    /// <summary>The field's type in words.</summary>
    public abstract string TypeName { get; }

    /// <summary>The leaves below, in the file's order; itself if it is one.</summary>
    public abstract IEnumerable<LeafNode> Leaves { get; }
}
