using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.PreTokenizers;

namespace FineTune.Tokenizers.PostProcessors;

/// <summary>Adds nothing; at most trims offsets.</summary>
internal sealed class ByteLevelPostProcessor(ByteLevelSettings settings) : IPostProcessor
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static ByteLevelPostProcessor Read(JsonNode json) => new(ByteLevelSettings.Read(json));

    /// <inheritdoc/>
    public IEnumerable<OffsetTrimming> Trimmings =>
        settings.TrimOffsets ? [new OffsetTrimming(settings.AddPrefixSpace)] : [];

    /// <inheritdoc/>
    public List<List<PlanStep>> Arrange(List<List<PlanStep>> parts, bool addSpecialTokens) => parts;

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => settings.Write(json);
}
