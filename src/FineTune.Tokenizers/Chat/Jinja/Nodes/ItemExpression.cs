namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>owner[key]</c>.</summary>
internal sealed class ItemExpression(int position, Expression owner, Expression key) : Expression(position)
{
    public override IEnumerable<Node> Children => [owner, key];

    public override Value Evaluate(Frame frame)
    {
        Value value = owner.Evaluate(frame);
        Value index = key.Evaluate(frame);
        frame.State.Position = Position;
        return Lookup.Item(value, index);
    }
}
