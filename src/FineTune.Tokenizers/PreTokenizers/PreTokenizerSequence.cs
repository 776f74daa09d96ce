using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Several pre-tokenizers, one after the other.</summary>
internal sealed class PreTokenizerSequence(IEnumerable<IPreTokenizer> preTokenizers) : IPreTokenizer
{
    private readonly IPreTokenizer[] _preTokenizers = [.. preTokenizers];

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static PreTokenizerSequence Read(JsonNode json) =>
        new(ComponentReader.ReadList(PreTokenizerRegistry.All, json, "pretokenizers"));

    /// <inheritdoc/>
    public bool NeedsOrigins => _preTokenizers.Any(p => p.NeedsOrigins);

    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text)
    {
        foreach (var preTokenizer in _preTokenizers)
            preTokenizer.PreTokenize(text);
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Sequence");
        json.WriteStartArray("pretokenizers");
        foreach (var preTokenizer in _preTokenizers)
            preTokenizer.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
