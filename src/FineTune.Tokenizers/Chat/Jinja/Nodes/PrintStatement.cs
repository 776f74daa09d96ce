namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>{{ expression }}</c>.</summary>
internal sealed class PrintStatement(int position, Expression expression) : Statement(position)
{
    public override IEnumerable<Node> Children => [expression];

    public override Flow Execute(Frame frame, TextBuilder output)
    {
        expression.Print(frame, output);
        output.EndWrite();
        return Flow.Next;
    }
}
