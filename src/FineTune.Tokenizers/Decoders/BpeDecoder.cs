using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Decoders;

/// <summary>Turns the end-of-word suffix into a space, and into nothing at the very end.</summary>
internal sealed class BpeDecoder(string suffix) : IDecoder
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static BpeDecoder Read(JsonNode json) => new(json.String("suffix", "</w>"));

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
            tokens[i] = tokens[i].ReplaceAll(suffix, i == tokens.Count - 1 ? "" : " ");
        return tokens;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "BPEDecoder");
        json.WriteString("suffix", suffix);
        json.WriteEndObject();
    }
}
