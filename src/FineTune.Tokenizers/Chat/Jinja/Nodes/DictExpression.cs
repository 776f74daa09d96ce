namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A dict display.</summary>
internal sealed class DictExpression(
    int position, IReadOnlyList<Expression> keys, IReadOnlyList<Expression> values) : Expression(position)
{
    public override IEnumerable<Node> Children => [.. keys, .. values];

    public override Value Evaluate(Frame frame)
    {
        var dict = new PyDict(keys.Count);
        for (int i = 0; i < keys.Count; i++)
        {
            Value key = keys[i].Evaluate(frame);
            Value value = values[i].Evaluate(frame);
            frame.State.Position = keys[i].Position;
            dict.Set(key, value);
        }

        return dict;
    }
}
