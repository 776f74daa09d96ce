namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>{% for target in items if condition recursive %}…{% else %}…{% endfor %}</c>.</summary>
internal sealed class ForStatement(
    int position, AssignTarget target, Expression items, LoopFilter? filter, Block body, Block? otherwise)
    : Statement(position)
{
    private readonly NameTarget _loop = new(position, "loop");
    private ScopeEntry _bodyEntry = new([]);
    private ScopeEntry _otherwiseEntry = new([]);
    private FunctionLayout _layout = new(0);
    private bool _usesLoop;

    /// <summary>Whether the body may call <c>loop</c> to run the loop over other items.</summary>
    public bool IsRecursive { get; init; }

    public override IEnumerable<Node> Children =>
        new Node?[] { target, items, body, otherwise, filter }.OfType<Node>();

    public override void Declare(Scope scope) => items.Declare(scope);

    public override void Bind(Scope scope)
    {
        items.Bind(scope);
        _usesLoop = IsRecursive || ReadsBeforeSetting([body], _loop.Name);
        if (IsRecursive)
        {
            // A function, so that each run inside another has variables of its own.
            scope = scope.InnerFunction();
            _layout = scope.Function;
        }

        filter?.Bind(scope);
        Scope inner = scope.Inner();
        _loop.DeclareParameters(inner);
        target.DeclareParameters(inner);
        body.Declare(inner);
        _loop.Bind(inner);
        target.Bind(inner);
        body.Bind(inner);
        _bodyEntry = inner.CompileEntry();
        if (otherwise is not null)
        {
            Scope last = scope.Inner();
            otherwise.Declare(last);
            otherwise.Bind(last);
            _otherwiseEntry = last.CompileEntry();
        }
    }

    public override Flow Execute(Frame frame, TextBuilder output)
    {
        Value value = items.Evaluate(frame);
        frame.State.Position = items.Position;
        if (!IsRecursive)
        {
            return Run(frame, output, value, recursion: null);
        }

        Run(frame.Enter(_layout.SlotCount), output, value, new LoopRecursion(0, Recurse));
        return Flow.Next;

        Value Recurse(Value items, LoopRecursion recursion)
        {
            frame.State.EnterCall();
            TextBuilder inner = frame.State.RentBuilder();
            Run(frame.Enter(_layout.SlotCount), inner, items, recursion);
            frame.State.LeaveCall();
            return frame.State.ReturnBuilder(inner);
        }
    }

    private Flow Run(Frame frame, TextBuilder output, Value value, LoopRecursion? recursion)
    {
        IEnumerable<Value> source = Iteration.Over(value);
        int? length = _usesLoop && filter is null ? Iteration.LengthOf(value) : null;
        source = filter?.Apply(frame, source) ?? source;
        LoopContext? loop = _usesLoop ? new LoopContext(source, length, recursion) : null;
        if (RunBodies(frame, output, source, loop) || otherwise is null)
        {
            return Flow.Next;
        }

        _otherwiseEntry.Run(frame);
        return otherwise.Execute(frame, output);
    }

    /// <summary>Runs the loop.</summary>
    /// <returns>Whether the body ran to its end at least once, which is when Jinja skips the else branch.</returns>
    private bool RunBodies(Frame frame, TextBuilder output, IEnumerable<Value> source, LoopContext? loop)
    {
        bool ranThrough = false;
        using IEnumerator<Value>? plain = loop is null ? source.GetEnumerator() : null;
        while (loop?.MoveNext() ?? plain!.MoveNext())
        {
            Value item = loop?.Current ?? plain!.Current;
            frame.State.Position = Position;
            frame.State.CountIteration();
            target.Assign(frame, item);
            if (loop is not null)
            {
                _loop.Assign(frame, loop);
            }

            _bodyEntry.Run(frame);
            Flow flow = frame.State.TracksSpans ? RunTurn(frame, output, item) : body.Execute(frame, output);
            if (flow == Flow.Break)
            {
                break;
            }

            ranThrough |= flow == Flow.Next;
        }

        return ranThrough;
    }

    /// <summary>Runs the body and marks what it wrote as the turn of the message it was about.</summary>
    private Flow RunTurn(Frame frame, TextBuilder output, Value item)
    {
        RenderState state = frame.State;
        int outer = state.CurrentMessage;
        int message = (item.Object as PyDict)?.Message ?? -1;

        // Loops over other things inside a message's turn, tool calls say, are part of that turn.
        if (outer >= 0 && (message < 0 || message == outer))
        {
            return body.Execute(frame, output);
        }

        int start = output.Length;
        state.CurrentMessage = message;
        Flow flow = body.Execute(frame, output);
        state.CurrentMessage = outer;
        if (output.Length > start)
        {
            output.AddMark(new Mark(start, output.Length, MarkKind.Turn, (item.Object as PyDict)?.Origin));
        }

        return flow;
    }
}
