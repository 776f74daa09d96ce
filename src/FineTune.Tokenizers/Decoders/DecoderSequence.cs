using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Decoders;

/// <summary>Several decoders, one after the other.</summary>
internal sealed class DecoderSequence(IReadOnlyList<IDecoder> decoders) : IDecoder
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static DecoderSequence Read(JsonNode json) =>
        new(ComponentReader.ReadList(DecoderRegistry.All, json, "decoders"));

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens) =>
        decoders.Aggregate(tokens, (current, decoder) => decoder.Decode(current));

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Sequence");
        json.WriteStartArray("decoders");
        foreach (var decoder in decoders)
            decoder.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
