namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A whole template, ready to run.</summary>
internal sealed class Program
{
    private readonly Block _body;
    private readonly FunctionLayout _layout = new(0);
    private readonly ScopeEntry _entry;

    public Program(Block body)
    {
        var scope = new Scope(_layout, parent: null);
        body.Declare(scope);
        body.Bind(scope);
        _body = body;
        _entry = scope.CompileEntry();
    }

    /// <summary>Runs the template.</summary>
    /// <returns>What it wrote.</returns>
    public RenderedText Run(RenderState state)
    {
        var output = new TextBuilder(state);
        var frame = new Frame(state, _layout.SlotCount, outer: null);
        _entry.Run(frame);
        _body.Execute(frame, output);
        state.Finish();
        return RenderedText.From(output);
    }
}
