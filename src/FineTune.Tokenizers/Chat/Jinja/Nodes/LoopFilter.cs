namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// The condition of <c>{% for target in items if condition %}</c>. It is a function of its own that is asked for each
/// item when the loop gets there, so it sees what earlier turns did to a namespace.
/// </summary>
internal sealed class LoopFilter(AssignTarget target, Expression condition) : Node(condition.Position)
{
    private ScopeEntry _entry = new([]);
    private FunctionLayout _layout = new(0);

    public override IEnumerable<Node> Children => [target, condition];

    public override void Declare(Scope scope)
    {
    }

    public override void Bind(Scope scope)
    {
        Scope inner = scope.InnerFunction();
        target.DeclareParameters(inner);
        condition.Declare(inner);
        target.Bind(inner);
        condition.Bind(inner);
        _entry = inner.CompileEntry();
        _layout = inner.Function;
    }

    public IEnumerable<Value> Apply(Frame frame, IEnumerable<Value> items)
    {
        Frame inner = frame.Enter(_layout.SlotCount);
        _entry.Run(inner);
        foreach (Value item in items)
        {
            frame.State.CountIteration();
            target.Assign(inner, item);
            if (condition.Evaluate(inner).IsTruthy)
            {
                yield return item;
            }
        }
    }
}
