namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Several targets that a sequence is unpacked into.</summary>
internal sealed class TupleTarget(int position, IReadOnlyList<AssignTarget> items) : AssignTarget(position)
{
    private readonly AssignTarget[] _items = [.. items];

    public override IEnumerable<Node> Children => _items;

    public override void DeclareParameters(Scope scope) => Array.ForEach(_items, item => item.DeclareParameters(scope));

    public override void Check(Frame frame) => Array.ForEach(_items, item => item.Check(frame));

    public override AssignTarget Copy() => new TupleTarget(Position, [.. _items.Select(item => item.Copy())]);

    public override void Assign(Frame frame, Value value)
    {
        frame.State.Position = Position;
        if ((value.Object as PyTuple)?.Values is { } tuple && tuple.Count == _items.Length)
        {
            for (int i = 0; i < _items.Length; i++)
            {
                _items[i].Assign(frame, tuple[i]);
            }

            return;
        }

        if (!Iteration.CanIterate(value))
        {
            throw new JinjaException($"cannot unpack non-iterable {value.TypeName} object");
        }

        // One more than fits is enough to know that there are too many.
        Value[] values = [.. Iteration.Over(value).Take(_items.Length + 1)];
        if (values.Length != _items.Length)
        {
            string got = value.Object is PyTuple or PyList or PyDict ? $", got {value.Object.Length}" : "";
            throw new JinjaException(values.Length > _items.Length
                ? $"too many values to unpack (expected {_items.Length}{got})"
                : $"not enough values to unpack (expected {_items.Length}, got {values.Length})");
        }

        for (int i = 0; i < values.Length; i++)
        {
            _items[i].Assign(frame, values[i]);
        }
    }
}
