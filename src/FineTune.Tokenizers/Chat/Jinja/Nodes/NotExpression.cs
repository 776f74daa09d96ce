namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Logical negation.</summary>
internal sealed class NotExpression(int position, Expression operand) : Expression(position)
{
    public override IEnumerable<Node> Children => [operand];

    public override Value Evaluate(Frame frame) => !operand.Evaluate(frame).IsTruthy;
}
