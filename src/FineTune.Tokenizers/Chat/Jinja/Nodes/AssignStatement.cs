namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>{% set target = value %}</c>.</summary>
internal sealed class AssignStatement(int position, AssignTarget target, Expression value) : Statement(position)
{
    // The value first: in `set x = x` the x that is read is the one from before.
    public override IEnumerable<Node> Children => [value, target];

    public override Flow Execute(Frame frame, TextBuilder output)
    {
        target.Check(frame);
        target.Assign(frame, value.Evaluate(frame));
        return Flow.Next;
    }
}
