using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Splits at one character, which vanishes.</summary>
internal sealed class CharDelimiterSplitPreTokenizer(string delimiter) : IPreTokenizer
{
    private readonly byte[] _delimiter = TextEncoding.UTF8.GetBytes(delimiter);

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static CharDelimiterSplitPreTokenizer Read(JsonNode json) => new(json.Character("delimiter"));

    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text) => text.Split(new StringPattern(_delimiter), SplitBehavior.Removed);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "CharDelimiterSplit");
        json.WriteString("delimiter", delimiter);
        json.WriteEndObject();
    }
}
