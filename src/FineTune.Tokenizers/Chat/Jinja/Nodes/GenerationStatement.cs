namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// <c>{% generation %}…{% endgeneration %}</c>: marks what the model is trained to write. Its body is a function of its
/// own, so what it sets is not seen outside.
/// </summary>
internal sealed class GenerationStatement(int position, Block body) : Statement(position)
{
    private ScopeEntry _entry = new([]);
    private FunctionLayout _layout = new(0);

    public override IEnumerable<Node> Children => [body];

    public override void Declare(Scope scope)
    {
    }

    public override void Bind(Scope scope)
    {
        Scope inner = scope.InnerFunction();
        body.Declare(inner);
        body.Bind(inner);
        _entry = inner.CompileEntry();
        _layout = inner.Function;
    }

    public override Flow Execute(Frame frame, TextBuilder output)
    {
        int start = output.Length;
        Frame inner = frame.Enter(_layout.SlotCount);
        _entry.Run(inner);
        body.Execute(inner, output);
        if (frame.State.TracksSpans)
        {
            output.AddMark(new Mark(start, output.Length, MarkKind.Generation, Origin: null));
        }

        return Flow.Next;
    }
}
