using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>Lower case.</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        if (text.IsAscii)
            text.LowerAsciiInPlace();
        else
            text.Rewrite(default(LowercaseRule));
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => json.WriteTypeOnly("Lowercase");
}
