using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>One of the Unicode normalisation forms: NFC, NFD, NFKC, NFKD.</summary>
internal sealed class UnicodeFormNormalizer(bool compatible, bool composed) : INormalizer
{
    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        if (composed)
            UnicodeForms.Compose(text, compatible);
        else
            UnicodeForms.Decompose(text, compatible);
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) =>
        json.WriteTypeOnly($"NF{(compatible ? "K" : "")}{(composed ? "C" : "D")}");
}
