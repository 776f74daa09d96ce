namespace FineTune.Formats;

/// <summary>Puts structs together.</summary>
internal sealed class StructAssembly : RowAssembly
{
    private readonly StructNode _node;
    private readonly LeafReader _first;
    private readonly RowAssembly[] _fields;

    /// <param name="node">The struct.</param>
    /// <param name="readers">The columns.</param>
    public StructAssembly(StructNode node, RowGroupReaders readers)
    {
        (_node, _first) = (node, readers[node.Leaves.First()]);
        _fields = [.. node.Fields.Select(field => For(field, readers))];
    }

    /// <inheritdoc/>
    public override object? Read()
    {
        if (_node.IsOptional && _first.Definition < _node.DefinitionLevel)
        {
            Skip();
            return null;
        }

        var value = new OrderedDictionary<string, object?>(_fields.Length);
        for (var i = 0; i < _fields.Length; i++)
        {
            value[_node.Fields[i].Name] = _fields[i].Read();
        }

        return value;
    }

    /// <inheritdoc/>
    public override void Skip()
    {
        foreach (var field in _fields)
        {
            field.Skip();
        }
    }
}
