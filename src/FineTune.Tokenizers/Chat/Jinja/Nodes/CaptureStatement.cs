namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// <c>{% set target %}…{% endset %}</c>, which assigns what its body writes, and <c>{% filter %}…{% endfilter %}</c>,
/// which prints it.
/// </summary>
/// <param name="position">Where it starts.</param>
/// <param name="target">What is assigned to; null prints.</param>
/// <param name="captured">Stands for the body's text in <paramref name="result"/>.</param>
/// <param name="result">The body's text, filtered or as it is.</param>
/// <param name="body">What is captured.</param>
internal sealed class CaptureStatement(
    int position, AssignTarget? target, NameTarget captured, Expression result, Block body) : Statement(position)
{
    private ScopeEntry _entry = new([]);

    public override IEnumerable<Node> Children => new Node?[] { target, captured, body, result }.OfType<Node>();

    public override void Declare(Scope scope) => target?.Declare(scope);

    public override void Bind(Scope scope)
    {
        target?.Bind(scope);
        Scope inner = scope.Inner();
        captured.DeclareParameters(inner);
        body.Declare(inner);
        result.Declare(inner);
        captured.Bind(inner);
        body.Bind(inner);
        result.Bind(inner);
        _entry = inner.CompileEntry();
    }

    public override Flow Execute(Frame frame, TextBuilder output)
    {
        target?.Check(frame);
        _entry.Run(frame);
        TextBuilder capture = frame.State.RentBuilder();
        Flow flow = body.Execute(frame, capture);
        captured.Assign(frame, frame.State.ReturnBuilder(capture));
        if (flow != Flow.Next)
        {
            return flow;
        }

        if (target is null)
        {
            result.Print(frame, output);
            output.EndWrite();
        }
        else
        {
            target.Assign(frame, result.Evaluate(frame));
        }

        return Flow.Next;
    }
}
