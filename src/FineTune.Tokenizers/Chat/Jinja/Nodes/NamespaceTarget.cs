namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>An attribute of a namespace that is set: <c>ns.name</c>.</summary>
internal sealed class NamespaceTarget(int position, string name, string attribute) : AssignTarget(position)
{
    private VariableReference _variable;

    public override void Declare(Scope scope) => scope.Load(name);

    public override void DeclareParameters(Scope scope) => Declare(scope);

    public override void Bind(Scope scope) => _variable = scope.Reference(name);

    public override void Check(Frame frame) => Find(frame);

    public override void Assign(Frame frame, Value value) => Find(frame).Set(attribute, value);

    public override AssignTarget Copy() => new NamespaceTarget(Position, name, attribute);

    private PyNamespace Find(Frame frame)
    {
        frame.State.Position = Position;
        return frame.Get(_variable).Object as PyNamespace ??
            throw new JinjaException("cannot assign attribute on non-namespace object");
    }
}
