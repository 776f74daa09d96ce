namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>a if condition else b</c>.</summary>
/// <param name="position">Where it starts.</param>
/// <param name="line">Its line, for the message of a missing else.</param>
/// <param name="condition">What decides.</param>
/// <param name="then">The value where it is true.</param>
/// <param name="otherwise">The value where it is false; null gives an undefined value.</param>
internal sealed class ConditionalExpression(
    int position, int line, Expression condition, Expression then, Expression? otherwise) : Expression(position)
{
    public override IEnumerable<Node> Children => otherwise is null ? [condition, then] : [condition, then, otherwise];

    public override Value Evaluate(Frame frame)
    {
        if (condition.Evaluate(frame).IsTruthy)
        {
            return then.Evaluate(frame);
        }

        return otherwise?.Evaluate(frame) ?? PyUndefined.Because(
            $"the inline if-expression on line {line} evaluated to false and no else section was defined.");
    }
}
