namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A macro or the body of a call block, with the variables around it.</summary>
internal sealed class PyMacro(MacroDefinition definition, Frame outer) : PyObject
{
    public override string TypeName => "Macro";

    public override string Description => "jinja2.runtime.Macro object";

    public override bool IsTruthy => true;

    public override bool IsCallable => true;

    public override Value GetAttribute(string name) => name switch
    {
        "name" => definition.Name is { } own ? own : Value.None,
        "arguments" => new PyTuple([.. definition.Parameters.Select(parameter => (Value)parameter.Name)]),
        _ => default,
    };

    public override Value Call(RenderState state, Arguments arguments) => definition.Invoke(outer, arguments);

    public override void AppendRepr(TextBuilder output) =>
        output.Append(definition.Name is { } own ? $"<Macro '{own}'>" : "<Macro anonymous>");
}
