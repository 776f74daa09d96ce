namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Unary plus or minus.</summary>
internal sealed class SignExpression(int position, string operation, Expression operand) : Expression(position)
{
    public override IEnumerable<Node> Children => [operand];

    public override Value Evaluate(Frame frame)
    {
        Value value = operand.Evaluate(frame);
        frame.State.Position = Position;
        return Arithmetic.ApplySign(operation, value);
    }
}
