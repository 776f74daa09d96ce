using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Decoders;

/// <summary>Joins repeated tokens, drops the blank one, and turns the word delimiter into a space.</summary>
internal sealed class CtcDecoder(string padToken, string wordDelimiterToken, bool cleanUp) : IDecoder
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static CtcDecoder Read(JsonNode json) => new(
        json.String("pad_token", "<pad>"), json.String("word_delimiter_token", "|"), json.Bool("cleanup", true));

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens)
    {
        List<string> decoded = [];
        for (var i = 0; i < tokens.Count; i++)
        {
            if (i > 0 && tokens[i] == tokens[i - 1])
                continue;
            var token = tokens[i].ReplaceAll(padToken, "");
            if (cleanUp)
                token = CleanUp.OfWordPieces(token).ReplaceAll(wordDelimiterToken, " ");
            if (token.Length > 0)
                decoded.Add(token);
        }
        return decoded;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "CTC");
        json.WriteString("pad_token", padToken);
        json.WriteString("word_delimiter_token", wordDelimiterToken);
        json.WriteBoolean("cleanup", cleanUp);
        json.WriteEndObject();
    }
}
