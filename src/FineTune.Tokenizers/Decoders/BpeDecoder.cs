using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Decoders;

/// <summary>Turns the end-of-word suffix into a space, and into nothing at the very end.</summary>
internal sealed class BpeDecoder(string suffix) : IDecoder
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static BpeDecoder Read(JsonNode json)
    {
        var suffix = json.String("suffix", "</w>");
        if (suffix.Length == 0)
            json.Report("'suffix' is empty");
        return new BpeDecoder(suffix.Length == 0 ? "</w>" : suffix);
    }

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
            tokens[i] = tokens[i].Replace(suffix, i == tokens.Count - 1 ? "" : " ");
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
