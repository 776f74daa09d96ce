using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>SentencePiece's cleaning for translation: controls out, odd spaces to plain ones.</summary>
internal sealed class NmtNormalizer : INormalizer
{
    /// <inheritdoc/>
    public void Normalize(NormalizedText text) => text.Rewrite(default(Rule));

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => json.WriteTypeOnly("Nmt");

    private readonly struct Rule : ICodePointRule
    {
        public bool AppliesTo(int codePoint) => IsRemoved(codePoint) || IsSpace(codePoint);

        public void Apply(int codePoint, int length, NormalizedText text)
        {
            if (IsRemoved(codePoint))
                text.Skip(length);
            else
                text.Put(' ', 0);
        }

        private static bool IsRemoved(int codePoint) => codePoint
            is (>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F;

        private static bool IsSpace(int codePoint) => codePoint
            is 0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581
            or 0xFEFF or 0xFFFD;
    }
}
