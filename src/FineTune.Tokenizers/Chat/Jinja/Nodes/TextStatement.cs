namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Text outside tags.</summary>
internal sealed class TextStatement(int position, string text) : Statement(position)
{
    public override Flow Execute(Frame frame, TextBuilder output)
    {
        frame.State.Position = Position;
        output.Append(text);
        output.EndWrite();
        return Flow.Next;
    }
}
