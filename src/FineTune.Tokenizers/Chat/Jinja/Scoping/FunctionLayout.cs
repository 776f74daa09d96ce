namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// The variables of a function: the template, a macro or a call block. Each has a slot in a <see cref="Frame"/>.
/// </summary>
/// <param name="depth">How many functions enclose it.</param>
internal sealed class FunctionLayout(int depth)
{
    public int Depth { get; } = depth;

    public int SlotCount { get; private set; }

    public Variable Add() => new(this, SlotCount++);
}
