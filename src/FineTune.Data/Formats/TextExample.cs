namespace FineTune.Data;

/// <summary>A text, or two, with what should be said of it.</summary>
/// <param name="Origin">The row it was made of.</param>
/// <param name="Text">The text.</param>
/// <param name="TextPair">The second text of a pair; null for single texts.</param>
/// <param name="Label">The label as it stood in the row; null where none was asked for.</param>
public sealed record TextExample(RowOrigin Origin, string Text, string? TextPair, RawLabel? Label) : Example(Origin);
