using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Decoders;

/// <summary>Joins all tokens into one, for the decoders behind it.</summary>
internal sealed class FuseDecoder : IDecoder
{
    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens) => [string.Concat(tokens)];

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => json.WriteTypeOnly("Fuse");
}
