using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Sets numbers apart, digit by digit or as wholes.</summary>
internal sealed class DigitsPreTokenizer(bool individualDigits) : IPreTokenizer
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static DigitsPreTokenizer Read(JsonNode json) => new(json.Bool("individual_digits", false));

    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text) => text.Split(
        new CodePointPattern(UnicodeData.Numeric), individualDigits ? SplitBehavior.Isolated : SplitBehavior.Contiguous);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Digits");
        json.WriteBoolean("individual_digits", individualDigits);
        json.WriteEndObject();
    }
}
