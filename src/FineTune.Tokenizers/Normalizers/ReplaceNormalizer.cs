using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>Replaces every match of a string or regular expression.</summary>
internal sealed class ReplaceNormalizer(PatternJson pattern, string content) : INormalizer
{
    private readonly byte[] _content = TextEncoding.UTF8.GetBytes(content);

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static ReplaceNormalizer Read(JsonNode json) => new(PatternJson.Read(json), json.String("content"));

    /// <inheritdoc/>
    public void Normalize(NormalizedText text) => text.Replace(pattern, _content);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Replace");
        pattern.Write(json);
        json.WriteString("content", content);
        json.WriteEndObject();
    }
}
