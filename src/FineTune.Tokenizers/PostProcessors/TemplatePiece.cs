namespace FineTune.Tokenizers.PostProcessors;

/// <summary>An item of a template: a sequence (<c>$A</c>, <c>$B</c>) or a named special token.</summary>
/// <param name="Name">The special token's name; null for a sequence.</param>
/// <param name="IsSecond">For a sequence: whether it is <c>$B</c>.</param>
/// <param name="TypeId">The type id of its tokens.</param>
internal readonly record struct TemplatePiece(string? Name, bool IsSecond, int TypeId);
