using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Splits at whitespace, which vanishes, and around each punctuation mark.</summary>
internal sealed class BertPreTokenizer : IPreTokenizer
{
    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text)
    {
        text.Split(new CodePointPattern(UnicodeData.Whitespace), SplitBehavior.Removed);
        text.Split(new CodePointPattern(UnicodeData.Punctuation), SplitBehavior.Isolated);
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => json.WriteTypeOnly("BertPreTokenizer");
}
