using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.PreTokenizers;

namespace FineTune.Tokenizers.Decoders;

/// <summary>Turns Metaspace's character back into a space, and into nothing in the first token where it was put in front.</summary>
internal sealed class MetaspaceDecoder(MetaspaceSettings settings) : IDecoder
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static MetaspaceDecoder Read(JsonNode json) => new(MetaspaceSettings.Read(json));

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var isPrefix = i == 0 && settings.PrependScheme != PrependScheme.Never;
            tokens[i] = tokens[i].Replace(settings.Replacement, isPrefix ? "" : " ");
        }
        return tokens;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => settings.Write(json);
}
