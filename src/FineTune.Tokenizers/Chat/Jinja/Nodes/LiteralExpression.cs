namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A constant.</summary>
internal sealed class LiteralExpression(int position, Value value) : Expression(position)
{
    public override Value Evaluate(Frame frame) => value;
}
