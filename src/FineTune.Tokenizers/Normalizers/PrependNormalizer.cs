using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>Puts a string in front of a text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    private readonly byte[] _prefix = TextEncoding.UTF8.GetBytes(prefix);

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static PrependNormalizer Read(JsonNode json) => new(json.String("prepend"));

    /// <inheritdoc/>
    public void Normalize(NormalizedText text) => text.Prepend(_prefix);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Prepend");
        json.WriteString("prepend", prefix);
        json.WriteEndObject();
    }
}
