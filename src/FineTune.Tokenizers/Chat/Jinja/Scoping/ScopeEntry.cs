namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Gives the variables of a scope the values they have when it is entered.</summary>
internal sealed class ScopeEntry(ScopeEntry.Initializer[] initializers)
{
    public void Run(Frame frame)
    {
        foreach (Initializer initializer in initializers)
        {
            Value value = default;
            if (initializer.Outer is { } outer)
            {
                value = frame.Get(outer);
            }
            else if (initializer.ContextName is { } name)
            {
                value = frame.State.Resolve(name);
            }

            frame.Set(initializer.Target, value);
        }
    }

    /// <summary>One variable and where its first value comes from; unset where both are null.</summary>
    internal readonly record struct Initializer(
        VariableReference Target, VariableReference? Outer, string? ContextName);
}
