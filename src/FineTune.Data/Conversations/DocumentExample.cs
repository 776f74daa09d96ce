namespace FineTune.Data;

/// <summary>A running text.</summary>
/// <param name="Origin">The row it was made of.</param>
/// <param name="Text">The text.</param>
public sealed record DocumentExample(RowOrigin Origin, string Text) : Example(Origin);
