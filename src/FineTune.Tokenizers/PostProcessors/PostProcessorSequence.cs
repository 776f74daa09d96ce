using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.PostProcessors;

/// <summary>Several post-processors, one after the other.</summary>
internal sealed class PostProcessorSequence(IReadOnlyList<IPostProcessor> processors) : IPostProcessor
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static PostProcessorSequence Read(JsonNode json) =>
        new(ComponentReader.ReadList(PostProcessorRegistry.All, json, "processors"));

    /// <inheritdoc/>
    public IEnumerable<OffsetTrimming> Trimmings => processors.SelectMany(p => p.Trimmings);

    /// <inheritdoc/>
    public List<List<PlanStep>> Arrange(List<List<PlanStep>> parts, bool addSpecialTokens) =>
        processors.Aggregate(parts, (current, processor) => processor.Arrange(current, addSpecialTokens));

    /// <inheritdoc/>
    public IPostProcessor WithIds(Func<string, int> idOf) =>
        new PostProcessorSequence([.. processors.Select(p => p.WithIds(idOf))]);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Sequence");
        json.WriteStartArray("processors");
        foreach (var processor in processors)
            processor.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
