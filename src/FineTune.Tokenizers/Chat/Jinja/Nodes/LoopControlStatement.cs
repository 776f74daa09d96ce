namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>{% break %}</c> or <c>{% continue %}</c>.</summary>
internal sealed class LoopControlStatement(int position, Flow flow) : Statement(position)
{
    public override Flow Execute(Frame frame, TextBuilder output) => flow;
}
