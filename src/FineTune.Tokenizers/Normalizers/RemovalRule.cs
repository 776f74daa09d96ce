using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>Removes the code points of a set.</summary>
internal readonly struct RemovalRule(CodePointSet removed) : ICodePointRule
{
    /// <inheritdoc/>
    public bool AppliesTo(int codePoint) => removed.Contains(codePoint);

    /// <inheritdoc/>
    public void Apply(int codePoint, int length, NormalizedText text) => text.Skip(length);
}
