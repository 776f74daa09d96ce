namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>{% with a = 1, b = 2 %}…{% endwith %}</c>.</summary>
internal sealed class WithStatement(
    int position, IReadOnlyList<AssignTarget> targets, IReadOnlyList<Expression> values, Block body)
    : Statement(position)
{
    private ScopeEntry _entry = new([]);

    public override IEnumerable<Node> Children => [.. values, .. targets, body];

    public override void Declare(Scope scope)
    {
        foreach (Expression value in values)
        {
            value.Declare(scope);
        }
    }

    public override void Bind(Scope scope)
    {
        Scope inner = scope.Inner();
        foreach (AssignTarget target in targets)
        {
            target.DeclareParameters(inner);
        }

        body.Declare(inner);
        foreach (Expression value in values)
        {
            value.Bind(scope);
        }

        foreach (AssignTarget target in targets)
        {
            target.Bind(inner);
        }

        body.Bind(inner);
        _entry = inner.CompileEntry();
    }

    public override Flow Execute(Frame frame, TextBuilder output)
    {
        _entry.Run(frame);
        for (int i = 0; i < targets.Count; i++)
        {
            targets[i].Assign(frame, values[i].Evaluate(frame));
        }

        return body.Execute(frame, output);
    }
}
