namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A binary arithmetic operator other than <c>+</c>.</summary>
internal sealed class ArithmeticExpression(int position, Expression left, string operation, Expression right)
    : Expression(position)
{
    public override IEnumerable<Node> Children => [left, right];

    public override Value Evaluate(Frame frame)
    {
        Value first = left.Evaluate(frame);
        Value second = right.Evaluate(frame);
        frame.State.Position = Position;
        return Arithmetic.Apply(frame.State, first, operation, second);
    }
}
