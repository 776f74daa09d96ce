using System.Text.Json;

namespace FineTune.Tokenizers.Decoders;

/// <summary>Turns tokens back into text, as a step that rewrites a list of strings.</summary>
internal interface IDecoder
{
    /// <summary>Rewrites <paramref name="tokens"/>; the text is what remains, joined.</summary>
    List<string> Decode(List<string> tokens);

    /// <summary>Writes the component as it stands in <c>tokenizer.json</c>.</summary>
    void Write(Utf8JsonWriter json);
}
