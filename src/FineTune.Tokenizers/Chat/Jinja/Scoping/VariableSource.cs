namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>What a variable holds when its scope is entered.</summary>
/// <param name="Outer">The variable of an enclosing scope whose value it starts with, if any.</param>
/// <param name="ContextName">The name it is looked up by among the template's arguments, if any.</param>
/// <param name="IsParameter">
/// Whether entering sets it by other means; otherwise, with neither of the above, it is unset.
/// </param>
internal readonly record struct VariableSource(Variable? Outer, string? ContextName, bool IsParameter)
{
    public static readonly VariableSource Parameter = new(null, null, true);

    public static readonly VariableSource Unset = new(null, null, false);

    public static VariableSource Alias(Variable outer) => new(outer, null, false);

    public static VariableSource Context(string name) => new(null, name, false);
}
