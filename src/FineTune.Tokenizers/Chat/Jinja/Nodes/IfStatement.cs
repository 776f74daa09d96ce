namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>{% if %}</c> with its <c>elif</c> and <c>else</c> branches.</summary>
/// <param name="position">Where it starts.</param>
/// <param name="conditions">The conditions in order.</param>
/// <param name="bodies">A body for each condition and, where there is an else, one more.</param>
internal sealed class IfStatement(
    int position, IReadOnlyList<Expression> conditions, IReadOnlyList<Block> bodies) : Statement(position)
{
    private readonly Expression[] _conditions = [.. conditions];
    private readonly Block[] _bodies = [.. bodies];

    public override IEnumerable<Node> Children
    {
        get
        {
            for (int i = 0; i < _bodies.Length; i++)
            {
                if (i < _conditions.Length)
                {
                    yield return _conditions[i];
                }

                yield return _bodies[i];
            }
        }
    }

    public override void Declare(Scope scope)
    {
        _conditions[0].Declare(scope);
        Scope first = scope.Branch();
        _bodies[0].Declare(first);

        // Jinja notes all elif branches in one scope, each of them a nested if of its own.
        Scope others = scope.Branch();
        for (int i = 1; i < _conditions.Length; i++)
        {
            _conditions[i].Declare(others);
            Scope body = others.Branch();
            _bodies[i].Declare(body);
            others.Merge([body]);
        }

        Scope last = scope.Branch();
        if (_bodies.Length > _conditions.Length)
        {
            _bodies[^1].Declare(last);
        }

        scope.Merge([first, others, last]);
    }

    public override Flow Execute(Frame frame, TextBuilder output)
    {
        for (int i = 0; i < _conditions.Length; i++)
        {
            if (_conditions[i].Evaluate(frame).IsTruthy)
            {
                return _bodies[i].Execute(frame, output);
            }
        }

        return _bodies.Length > _conditions.Length ? _bodies[^1].Execute(frame, output) : Flow.Next;
    }
}
