namespace FineTune.Data;

/// <summary>One token of a previewed row.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">What it adds to the text; nothing where a later token ends its character.</param>
/// <param name="IsSupervised">Whether it is learned.</param>
/// <param name="IsSpecial">Whether it is a special token.</param>
public readonly record struct PreviewToken(int Id, string Text, bool IsSupervised, bool IsSpecial);
