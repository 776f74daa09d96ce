namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A variable of a function.</summary>
internal sealed record Variable(FunctionLayout Function, int Slot)
{
    /// <summary>How code of a function, this one or one inside it, reaches the variable.</summary>
    public VariableReference From(FunctionLayout function) => new(Slot, function.Depth - Function.Depth);
}
