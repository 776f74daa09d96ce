using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>Lowers every code point by itself.</summary>
internal readonly struct LowercaseRule : ICodePointRule
{
    /// <inheritdoc/>
    public bool AppliesTo(int codePoint) => !UnicodeData.Lowercase[codePoint].IsEmpty;

    /// <inheritdoc/>
    public void Apply(int codePoint, int length, NormalizedText text)
    {
        var lower = UnicodeData.Lowercase[codePoint];
        for (var i = 0; i < lower.Length; i++)
            text.Put(lower[i], i == 0 ? 0 : 1);
    }
}
