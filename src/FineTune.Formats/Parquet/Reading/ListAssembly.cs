namespace FineTune.Formats;

/// <summary>Puts lists and maps together.</summary>
internal sealed class ListAssembly : RowAssembly
{
    private readonly ListNode _node;
    private readonly LeafReader _first;
    private readonly RowAssembly _item;

    /// <param name="node">The list.</param>
    /// <param name="readers">The columns.</param>
    public ListAssembly(ListNode node, RowGroupReaders readers)
    {
        (_node, _first) = (node, readers[node.Leaves.First()]);
        _item = For(node.Item, readers);
    }

    /// <inheritdoc/>
    public override object? Read()
    {
        if (_first.Definition < _node.ItemDefinitionLevel)
        {
            var isNull = _node.IsOptional && _first.Definition < _node.DefinitionLevel;
            Skip();
            return isNull ? null : AsValue([]);
        }

        var items = new List<object?>();
        do
        {
            items.Add(_item.Read());
        }
        while (_first.HasEntry && _first.Repetition == _node.RepetitionLevel);
        return AsValue(items);
    }

    /// <inheritdoc/>
    public override void Skip() => _item.Skip();

    private object AsValue(List<object?> items)
    {
        if (!_node.IsMap)
        {
            return items;
        }

        var map = new OrderedDictionary<string, object?>(items.Count);
        foreach (var entry in items.Cast<OrderedDictionary<string, object?>>())
        {
            map[$"{entry.GetAt(0).Value}"] = entry.Count > 1 ? entry.GetAt(1).Value : null;
        }

        return map;
    }
}
