namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A parsed template and its source.</summary>
internal sealed class CompiledTemplate
{
    private readonly SourceText _source;
    private readonly Program _program;

    private CompiledTemplate(string original, SourceText source, Program program)
    {
        Original = original;
        _source = source;
        _program = program;
    }

    /// <summary>The source as it was given.</summary>
    public string Original { get; }

    public string Name => _source.Name;

    /// <summary>Parses a template.</summary>
    /// <exception cref="ChatTemplateException">It has a syntax error.</exception>
    public static CompiledTemplate Parse(string source, string name)
    {
        var text = new SourceText(name, source);
        try
        {
            return new CompiledTemplate(source, text, Parser.Parse(text));
        }
        catch (JinjaException fault)
        {
            throw ChatTemplateException.At(text, fault.Position, fault);
        }
    }

    /// <summary>Renders the template.</summary>
    /// <exception cref="ChatTemplateException">The template raised an error, or was stopped as a runaway.</exception>
    public RenderedText Render(RenderState state)
    {
        try
        {
            return _program.Run(state);
        }
        catch (JinjaException fault)
        {
            throw ChatTemplateException.At(_source, fault.Position < 0 ? state.Position : fault.Position, fault);
        }
    }
}
