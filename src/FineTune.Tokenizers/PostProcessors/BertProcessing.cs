using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.PostProcessors;

/// <summary><c>[CLS] A [SEP]</c>, and <c>B [SEP]</c> with type 1 behind it for a pair.</summary>
internal sealed class BertProcessing(SpecialToken sep, SpecialToken cls) : IPostProcessor
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static BertProcessing Read(JsonNode json) =>
        new(SpecialToken.Read(json, "sep"), SpecialToken.Read(json, "cls"));

    /// <inheritdoc/>
    public List<List<PlanStep>> Arrange(List<List<PlanStep>> parts, bool addSpecialTokens) =>
        !addSpecialTokens
            ? parts
            : [.. parts.Select((part, i) => i == 0
                ? (List<PlanStep>)[cls.Step(0), .. part, sep.Step(0)]
                : [.. part, sep.Step(1)])];

    /// <inheritdoc/>
    public IPostProcessor WithIds(Func<string, int> idOf) => new BertProcessing(sep.WithId(idOf), cls.WithId(idOf));

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "BertProcessing");
        sep.Write(json, "sep");
        cls.Write(json, "cls");
        json.WriteEndObject();
    }
}
