using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Splits at whitespace, which vanishes.</summary>
internal sealed class WhitespaceSplitPreTokenizer : IPreTokenizer
{
    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text) =>
        text.Split(new CodePointPattern(UnicodeData.Whitespace), SplitBehavior.Removed);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => json.WriteTypeOnly("WhitespaceSplit");
}
