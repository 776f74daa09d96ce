namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A chain of comparisons such as <c>a &lt; b &lt;= c</c>.</summary>
internal sealed class CompareExpression(
    int position, IReadOnlyList<Expression> operands, IReadOnlyList<string> operations) : Expression(position)
{
    private readonly Expression[] _operands = [.. operands];
    private readonly string[] _operations = [.. operations];

    public override IEnumerable<Node> Children => _operands;

    public override Value Evaluate(Frame frame)
    {
        Value left = _operands[0].Evaluate(frame);
        for (int i = 0; i < _operations.Length; i++)
        {
            Value right = _operands[i + 1].Evaluate(frame);
            frame.State.Position = Position;
            if (!Comparison.Holds(left, _operations[i], right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }
}
