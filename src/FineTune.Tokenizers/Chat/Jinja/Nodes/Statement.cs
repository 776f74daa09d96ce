namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A node that does something.</summary>
internal abstract class Statement(int position) : Node(position)
{
    public abstract Flow Execute(Frame frame, TextBuilder output);
}
