using FineTune.Tokenizers.Chat.Jinja;

namespace FineTune.Tokenizers.Chat;

/// <summary>What a template wrote, with the marks it left.</summary>
/// <param name="Text">The text.</param>
/// <param name="Marks">Where its characters came from.</param>
/// <param name="Writes">Where statements ended that wrote something, in ascending order.</param>
/// <param name="Seams">Where operands ended that were joined while being written.</param>
internal sealed record RenderedText(
    string Text, IReadOnlyList<Mark> Marks, IReadOnlyList<int> Writes, IReadOnlyList<int> Seams)
{
    /// <summary>What a builder holds; it must not be used after that.</summary>
    public static RenderedText From(TextBuilder output) =>
        new(output.Finish(), output.Marks, output.Writes, output.Seams);

    /// <summary>The beginning of the text, with what of the marks reaches into it.</summary>
    public RenderedText Truncate(int length) => new(
        Text[..length],
        [.. Marks.Where(mark => mark.Start < length || mark.Start == mark.End && mark.Start == length)
            .Select(mark => mark with { End = Math.Min(mark.End, length) })],
        [.. Writes.Where(write => write <= length)],
        [.. Seams.Where(seam => seam <= length)]);
}
