namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A chain of <c>~</c>: every operand printed, one after the other.</summary>
internal sealed class ConcatExpression(int position, IReadOnlyList<Expression> operands) : Expression(position)
{
    private readonly Expression[] _operands = [.. operands];

    public override IEnumerable<Node> Children => _operands;

    public override Value Evaluate(Frame frame)
    {
        TextBuilder output = frame.State.RentBuilder();
        Print(frame, output);
        return frame.State.ReturnBuilder(output);
    }

    public override void Print(Frame frame, TextBuilder output)
    {
        foreach (Expression operand in _operands)
        {
            operand.Print(frame, output);
            output.EndOperand();
        }
    }
}
