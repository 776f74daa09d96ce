using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Splits at each punctuation mark.</summary>
internal sealed class PunctuationPreTokenizer(SplitBehavior behavior) : IPreTokenizer
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static PunctuationPreTokenizer Read(JsonNode json) =>
        new(json.Choice("behavior", SplitBehavior.Isolated, b => b.ToString()));

    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text) =>
        text.Split(new CodePointPattern(UnicodeData.Punctuation), behavior);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Punctuation");
        json.WriteString("behavior", behavior.ToString());
        json.WriteEndObject();
    }
}
