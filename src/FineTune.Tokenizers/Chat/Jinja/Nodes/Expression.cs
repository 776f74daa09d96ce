namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A node with a value.</summary>
internal abstract class Expression(int position) : Node(position)
{
    public abstract Value Evaluate(Frame frame);

    /// <summary>Prints the value, as <c>{{ }}</c> does.</summary>
    public virtual void Print(Frame frame, TextBuilder output)
    {
        Value value = Evaluate(frame);
        frame.State.Position = Position;
        output.AppendStr(value);
    }
}
