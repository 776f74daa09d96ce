namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Statements in sequence.</summary>
internal sealed class Block(int position, IReadOnlyList<Statement> statements) : Statement(position)
{
    private readonly Statement[] _statements = [.. statements];

    public override IEnumerable<Node> Children => _statements;

    public override Flow Execute(Frame frame, TextBuilder output)
    {
        foreach (Statement statement in _statements)
        {
            Flow flow = statement.Execute(frame, output);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }
}
