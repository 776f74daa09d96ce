using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.PreTokenizers;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Decoders;

/// <summary>Turns the byte alphabet back into bytes and those into text, with U+FFFD where they are none.</summary>
internal sealed class ByteLevelDecoder(ByteLevelSettings settings) : IDecoder
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static ByteLevelDecoder Read(JsonNode json) => new(ByteLevelSettings.Read(json));

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens)
    {
        List<byte> bytes = [];
        foreach (var token in tokens)
        {
            var utf8 = TextEncoding.UTF8.GetBytes(token);
            if (!ByteAlphabet.TryUnmap(utf8, bytes))
                bytes.AddRange(utf8);
        }
        return [TextEncoding.UTF8.GetString([.. bytes])];
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => settings.Write(json);
}
