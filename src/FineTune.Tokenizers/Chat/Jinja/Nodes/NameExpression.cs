namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A variable that is read.</summary>
internal sealed class NameExpression(int position, string name) : Expression(position)
{
    private VariableReference _variable;

    public string Name { get; } = name;

    public override void Declare(Scope scope) => scope.Load(Name);

    public override void Bind(Scope scope) => _variable = scope.Reference(Name);

    public override Value Evaluate(Frame frame)
    {
        Value value = frame.Get(_variable);
        return value.IsMissing ? PyUndefined.Name(Name) : value;
    }
}
