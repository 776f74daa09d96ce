namespace FineTune.Tokenizers.Text;

/// <summary>A rewrite of single code points. Implemented by structs, so that each rewriting loop is compiled for its rule.</summary>
internal interface ICodePointRule
{
    /// <summary>Whether <paramref name="codePoint"/> is rewritten rather than kept.</summary>
    bool AppliesTo(int codePoint);

    /// <summary>
    /// Writes what takes the place of <paramref name="codePoint"/>, with <see cref="NormalizedText.Put"/>, or passes
    /// over its <paramref name="length"/> bytes with <see cref="NormalizedText.Skip"/>.
    /// </summary>
    void Apply(int codePoint, int length, NormalizedText text);
}
