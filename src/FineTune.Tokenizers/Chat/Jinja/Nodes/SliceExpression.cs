namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>owner[start:stop:step]</c>, each bound optional.</summary>
internal sealed class SliceExpression(
    int position, Expression owner, Expression? start, Expression? stop, Expression? step) : Expression(position)
{
    public override IEnumerable<Node> Children => new Node?[] { owner, start, stop, step }.OfType<Node>();

    public override Value Evaluate(Frame frame)
    {
        Value value = owner.Evaluate(frame);
        Value from = start?.Evaluate(frame) ?? default;
        Value to = stop?.Evaluate(frame) ?? default;
        Value by = step?.Evaluate(frame) ?? default;
        frame.State.Position = Position;
        return Slicing.Slice(frame.State, value, from, to, by);
    }
}
