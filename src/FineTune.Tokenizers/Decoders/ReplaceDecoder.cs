using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Decoders;

/// <summary>Replaces every match of a string or regular expression in each token.</summary>
internal sealed class ReplaceDecoder(PatternJson pattern, string content) : IDecoder
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static ReplaceDecoder Read(JsonNode json) => new(PatternJson.Read(json), json.String("content"));

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
            tokens[i] = Replace(tokens[i]);
        return tokens;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Replace");
        pattern.Write(json);
        json.WriteString("content", content);
        json.WriteEndObject();
    }

    private string Replace(string token)
    {
        if (pattern.Text is not null)
            return token.Replace(pattern.Source, content);
        if (token.Length == 0)
            return token;
        var text = new NormalizedText();
        text.Reset(TextEncoding.UTF8.GetBytes(token), 0, tracked: false);
        text.Replace(pattern, TextEncoding.UTF8.GetBytes(content));
        return TextEncoding.UTF8.GetString(text.Span);
    }
}
