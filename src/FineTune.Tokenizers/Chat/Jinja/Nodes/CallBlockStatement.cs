namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// <c>{% call(parameters) macro(arguments) %}…{% endcall %}</c>: the macro calls the body as <c>caller</c>.
/// </summary>
internal sealed class CallBlockStatement(int position, CallExpression call, MacroDefinition body) : Statement(position)
{
    public override IEnumerable<Node> Children => [call, body];

    public override Flow Execute(Frame frame, TextBuilder output)
    {
        Value result = call.Call(frame, new PyMacro(body, frame));
        output.AppendStr(result);
        output.EndWrite();
        return Flow.Next;
    }
}
