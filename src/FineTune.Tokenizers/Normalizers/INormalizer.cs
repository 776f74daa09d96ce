using System.Text.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>Rewrites a text before it is split: lower case, accents, Unicode forms, spaces.</summary>
internal interface INormalizer
{
    /// <summary>Rewrites <paramref name="text"/> in place.</summary>
    void Normalize(NormalizedText text);

    /// <summary>Writes the component as it stands in <c>tokenizer.json</c>.</summary>
    void Write(Utf8JsonWriter json);
}
