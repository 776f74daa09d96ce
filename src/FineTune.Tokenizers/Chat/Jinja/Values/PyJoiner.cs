namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>What <c>joiner()</c> makes: empty when called first, its separator after that.</summary>
internal sealed class PyJoiner(Str separator) : PyObject
{
    private bool _wasUsed;

    public override string TypeName => "Joiner";

    public override string Description => "jinja2.utils.Joiner object";

    public override bool IsTruthy => true;

    public override bool IsCallable => true;

    public override Value Call(RenderState state, Arguments arguments)
    {
        Value result = _wasUsed ? separator.ToValue() : Value.EmptyString;
        _wasUsed = true;
        return result;
    }

    public override void AppendRepr(TextBuilder output) => output.Append("<jinja2.utils.Joiner object>");
}
