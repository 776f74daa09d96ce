using FineTune.Tokenizers;

namespace FineTune.Data;

/// <summary>A text, with what of it is learned.</summary>
/// <param name="Text">The text.</param>
/// <param name="Supervised">What is learned, in UTF-16 units, in ascending order, without overlaps.</param>
internal sealed record MarkedText(string Text, IReadOnlyList<TextSpan> Supervised);
