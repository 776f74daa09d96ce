namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>owner.name</c>.</summary>
internal sealed class AttributeExpression(int position, Expression owner, string name) : Expression(position)
{
    // Nearly every attribute a template reads is a key of a dict; only names of dict's own methods are not.
    private readonly bool _isPlainKey = Lookup.IsPlainKey(name);

    public Expression Owner { get; } = owner;

    public string Name { get; } = name;

    public override IEnumerable<Node> Children => [Owner];

    public override Value Evaluate(Frame frame)
    {
        Value value = Owner.Evaluate(frame);
        frame.State.Position = Position;
        if (_isPlainKey && value.Object is PyDict dict)
        {
            return dict.TryGet(Name, out Value entry) ? entry : PyUndefined.Member(value, Name);
        }

        return Lookup.Attribute(value, Name);
    }
}
