namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A function as a value: a method with its object, or a global function.</summary>
internal sealed class BoundMethod(NativeFunction function, Value self = default) : PyObject
{
    public override string TypeName => "builtin_function_or_method";

    public override bool IsTruthy => true;

    public override bool IsCallable => true;

    public override Value Call(RenderState state, Arguments arguments) => function.Invoke(state, self, arguments);

    public override void AppendRepr(TextBuilder output) => output.Append($"<built-in method {function.Name}>");
}
