namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>owner.name</c>.</summary>
internal sealed class AttributeExpression(int position, Expression owner, string name) : Expression(position)
{
    public Expression Owner { get; } = owner;

    public string Name { get; } = name;

    public override IEnumerable<Node> Children => [Owner];

    public override Value Evaluate(Frame frame)
    {
        Value value = Owner.Evaluate(frame);
        frame.State.Position = Position;
        return Lookup.Attribute(value, Name);
    }
}
