namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A variable that is set.</summary>
internal sealed class NameTarget(int position, string name) : AssignTarget(position)
{
    private VariableReference _variable;

    public string Name { get; } = name;

    public override void Declare(Scope scope) => scope.Store(Name);

    public override void DeclareParameters(Scope scope) => scope.DeclareParameter(Name);

    public override void Bind(Scope scope) => _variable = scope.Reference(Name);

    public override void Assign(Frame frame, Value value) => frame.Set(_variable, value);

    public override AssignTarget Copy() => new NameTarget(Position, Name);

    /// <summary>The variable's value, or missing.</summary>
    public Value Read(Frame frame) => frame.Get(_variable);
}
