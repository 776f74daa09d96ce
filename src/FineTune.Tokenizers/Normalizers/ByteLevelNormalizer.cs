using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>Writes every byte of the text as a visible character.</summary>
internal sealed class ByteLevelNormalizer : INormalizer
{
    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        text.BeginEdit();
        ByteAlphabet.Map(text, text.Length);
        text.EndEdit();
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => json.WriteTypeOnly("ByteLevel");
}
