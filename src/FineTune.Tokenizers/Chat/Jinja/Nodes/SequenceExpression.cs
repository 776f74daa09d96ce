namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A list or tuple display.</summary>
internal sealed class SequenceExpression(int position, IReadOnlyList<Expression> items, bool isTuple)
    : Expression(position)
{
    private readonly Expression[] _items = [.. items];

    public override IEnumerable<Node> Children => _items;

    public override Value Evaluate(Frame frame)
    {
        var values = new Value[_items.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _items[i].Evaluate(frame);
        }

        return isTuple ? new PyTuple(values) : new PyList(values);
    }
}
