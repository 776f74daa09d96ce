namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>input|name(arguments)</c>.</summary>
internal sealed class FilterExpression(int position, Expression input, string name, ArgumentList arguments)
    : Expression(position)
{
    // Null where there is no such filter, which under an `if` is an error only once it is used.
    private readonly NativeFunction? _filter = Filters.Find(name);

    public override IEnumerable<Node> Children => [input, .. arguments.Expressions];

    public override JinjaException? Fault => _filter is null ? Filters.Unknown(name) : null;

    public override Value Evaluate(Frame frame)
    {
        Value value = input.Evaluate(frame);
        Arguments evaluated = arguments.Evaluate(frame);
        frame.State.Position = Position;
        return (_filter ?? throw Filters.Unknown(name, " found")).Invoke(frame.State, value, evaluated);
    }
}
