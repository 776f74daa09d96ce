using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Keeps runs of word characters and runs of everything else but whitespace.</summary>
internal sealed class WhitespacePreTokenizer : IPreTokenizer
{
    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text) =>
        text.Split(default(WordPattern), SplitBehavior.Removed, invert: true);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => json.WriteTypeOnly("Whitespace");
}
