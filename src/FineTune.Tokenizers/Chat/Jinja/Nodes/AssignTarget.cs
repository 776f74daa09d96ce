namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>What <c>set</c>, <c>for</c> and <c>with</c> assign to.</summary>
internal abstract class AssignTarget(int position) : Node(position)
{
    public abstract void Assign(Frame frame, Value value);

    /// <summary>Notes the names as set by entering the scope rather than by a statement in it.</summary>
    public abstract void DeclareParameters(Scope scope);

    /// <summary>The same target, to be bound in another scope.</summary>
    public abstract AssignTarget Copy();

    /// <summary>Faults before the value is computed where the target cannot take one.</summary>
    public virtual void Check(Frame frame)
    {
    }
}
