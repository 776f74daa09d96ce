using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Splits at a string or regular expression.</summary>
internal sealed class SplitPreTokenizer(PatternJson pattern, SplitBehavior behavior, bool invert) : IPreTokenizer
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static SplitPreTokenizer Read(JsonNode json) => new(
        PatternJson.Read(json),
        json.Choice("behavior", SplitBehavior.Removed, b => b.ToString()),
        json.Bool("invert", false));

    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text)
    {
        if (pattern.Text is { } literal)
            text.Split(new StringPattern(literal), behavior, invert);
        else
            text.Split(new RegexPattern(pattern.Regex!), behavior, invert);
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Split");
        pattern.Write(json);
        json.WriteString("behavior", behavior.ToString());
        json.WriteBoolean("invert", invert);
        json.WriteEndObject();
    }
}
