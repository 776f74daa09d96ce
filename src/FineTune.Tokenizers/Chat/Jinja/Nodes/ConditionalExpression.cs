namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>a if condition else b</c>.</summary>
/// <param name="position">Where it starts.</param>
/// <param name="source">The template, for the message of a missing else.</param>
/// <param name="condition">What decides.</param>
/// <param name="then">The value where it is true.</param>
/// <param name="otherwise">The value where it is false; null gives an undefined value.</param>
internal sealed class ConditionalExpression(
    int position, SourceText source, Expression condition, Expression then, Expression? otherwise)
    : Expression(position)
{
    private string? _missing;

    public override IEnumerable<Node> Children => otherwise is null ? [condition, then] : [condition, then, otherwise];

    public override Value Evaluate(Frame frame)
    {
        if (condition.Evaluate(frame).IsTruthy)
        {
            return then.Evaluate(frame);
        }

        return otherwise?.Evaluate(frame) ?? PyUndefined.Because(_missing ??=
            $"the inline if-expression on line {source.Locate(Position).Line} evaluated to false and no else " +
            "section was defined.");
    }
}
