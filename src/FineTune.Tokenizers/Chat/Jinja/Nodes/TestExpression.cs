namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>input is name(arguments)</c>.</summary>
internal sealed class TestExpression(int position, Expression input, string name, ArgumentList arguments)
    : Expression(position)
{
    // Null where there is no such test, which under an `if` is an error only once it is used.
    private readonly NativeFunction? _test = Tests.Find(name);

    public override IEnumerable<Node> Children => [input, .. arguments.Expressions];

    public override JinjaException? Fault => _test is null ? Tests.Unknown(name) : null;

    public override Value Evaluate(Frame frame)
    {
        Value value = input.Evaluate(frame);
        Arguments evaluated = arguments.Evaluate(frame);
        frame.State.Position = Position;
        return (_test ?? throw Tests.Unknown(name, " found")).Invoke(frame.State, value, evaluated);
    }
}
