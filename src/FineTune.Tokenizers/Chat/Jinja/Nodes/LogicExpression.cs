namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>and</c> and <c>or</c>: the value of the operand that decides.</summary>
internal sealed class LogicExpression(int position, Expression left, bool isOr, Expression right) : Expression(position)
{
    public override IEnumerable<Node> Children => [left, right];

    public override Value Evaluate(Frame frame)
    {
        Value first = left.Evaluate(frame);
        return first.IsTruthy == isOr ? first : right.Evaluate(frame);
    }
}
