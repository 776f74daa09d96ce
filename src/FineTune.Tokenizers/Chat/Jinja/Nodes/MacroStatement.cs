namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>{% macro name(parameters) %}…{% endmacro %}</c>.</summary>
internal sealed class MacroStatement(int position, NameTarget name, MacroDefinition definition) : Statement(position)
{
    public override IEnumerable<Node> Children => [name, definition];

    public override Flow Execute(Frame frame, TextBuilder output)
    {
        name.Assign(frame, new PyMacro(definition, frame));
        return Flow.Next;
    }
}
