using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class NormalizerSequence(IEnumerable<INormalizer> normalizers) : INormalizer
{
    private readonly INormalizer[] _normalizers = [.. normalizers];

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static NormalizerSequence Read(JsonNode json) =>
        new(ComponentReader.ReadList(NormalizerRegistry.All, json, "normalizers"));

    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        foreach (var normalizer in _normalizers)
            normalizer.Normalize(text);
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Sequence");
        json.WriteStartArray("normalizers");
        foreach (var normalizer in _normalizers)
            normalizer.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
