using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Decoders;

/// <summary>Removes up to so many of one character from the ends of each token.</summary>
internal sealed class StripDecoder(string content, int start, int stop) : IDecoder
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static StripDecoder Read(JsonNode json) =>
        new(json.Character("content"), json.Int("start"), json.Int("stop"));

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
            tokens[i] = Strip(tokens[i]);
        return tokens;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Strip");
        json.WriteString("content", content);
        json.WriteNumber("start", start);
        json.WriteNumber("stop", stop);
        json.WriteEndObject();
    }

    private string Strip(string token)
    {
        var rest = token.AsSpan();
        for (var i = 0; i < start && rest.StartsWith(content); i++)
            rest = rest[content.Length..];
        for (var i = 0; i < stop && rest.EndsWith(content); i++)
            rest = rest[..^content.Length];
        return rest.Length == token.Length ? token : rest.ToString();
    }
}
