namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A call of a method, macro or function.</summary>
internal sealed class CallExpression(int position, Expression callee, ArgumentList arguments) : Expression(position)
{
    public override IEnumerable<Node> Children => [callee, .. arguments.Expressions];

    public override Value Evaluate(Frame frame) => Call(frame, caller: null);

    /// <summary>Calls with the body of a <c>{% call %}</c> block as the argument <c>caller</c>.</summary>
    public Value Call(Frame frame, PyObject? caller)
    {
        Value function;
        if (callee is AttributeExpression attribute)
        {
            Value owner = attribute.Owner.Evaluate(frame);
            if (Lookup.Method(owner, attribute.Name) is { } method)
            {
                Arguments evaluated = Evaluate(frame, caller);
                frame.State.Position = Position;
                return method.Invoke(frame.State, owner, evaluated);
            }

            frame.State.Position = Position;
            function = Lookup.Attribute(owner, attribute.Name);
        }
        else
        {
            function = callee.Evaluate(frame);
        }

        Arguments values = Evaluate(frame, caller);
        frame.State.Position = Position;
        return function.Object is { } callable
            ? callable.Call(frame.State, values)
            : throw new JinjaException($"'{function.TypeName}' object is not callable");
    }

    private Arguments Evaluate(Frame frame, PyObject? caller)
    {
        Arguments evaluated = arguments.Evaluate(frame);
        return caller is null
            ? evaluated
            : new Arguments(evaluated.Positional, [.. evaluated.Named, KeyValuePair.Create("caller", (Value)caller)]);
    }
}
