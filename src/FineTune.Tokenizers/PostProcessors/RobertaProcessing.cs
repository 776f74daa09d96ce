using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.PostProcessors;

/// <summary><c>&lt;s&gt; A &lt;/s&gt;</c>, and <c>&lt;/s&gt; B &lt;/s&gt;</c> behind it for a pair; every type id is 0.</summary>
internal sealed class RobertaProcessing(SpecialToken sep, SpecialToken cls, bool trimOffsets, bool addPrefixSpace)
    : IPostProcessor
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static RobertaProcessing Read(JsonNode json) => new(
        SpecialToken.Read(json, "sep"),
        SpecialToken.Read(json, "cls"),
        json.Bool("trim_offsets", true),
        json.Bool("add_prefix_space", true));

    /// <inheritdoc/>
    public IEnumerable<OffsetTrimming> Trimmings => trimOffsets ? [new OffsetTrimming(addPrefixSpace)] : [];

    /// <inheritdoc/>
    public List<List<PlanStep>> Arrange(List<List<PlanStep>> parts, bool addSpecialTokens)
    {
        List<List<PlanStep>> arranged = [];
        foreach (var part in parts)
        {
            List<PlanStep> steps = [.. part.Select(step => step with { TypeId = 0 })];
            if (addSpecialTokens)
                steps = [(arranged.Count == 0 ? cls : sep).Step(0), .. steps, sep.Step(0)];
            arranged.Add(steps);
        }
        return arranged;
    }

    /// <inheritdoc/>
    public IPostProcessor WithIds(Func<string, int> idOf) =>
        new RobertaProcessing(sep.WithId(idOf), cls.WithId(idOf), trimOffsets, addPrefixSpace);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "RobertaProcessing");
        sep.Write(json, "sep");
        cls.Write(json, "cls");
        json.WriteBoolean("trim_offsets", trimOffsets);
        json.WriteBoolean("add_prefix_space", addPrefixSpace);
        json.WriteEndObject();
    }
}
