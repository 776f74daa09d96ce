using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Regexes;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>GPT-2's: splits with its pattern and lets the model see bytes, each as a visible character.</summary>
internal sealed class ByteLevelPreTokenizer(ByteLevelSettings settings) : IPreTokenizer
{
    private static readonly Lazy<TextRegex> Words = new(() =>
        new TextRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"));

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static ByteLevelPreTokenizer Read(JsonNode json) => new(ByteLevelSettings.Read(json));

    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text)
    {
        if (settings.AddPrefixSpace)
        {
            text.RewriteWords(static word =>
            {
                if (!word.Span.StartsWith(" "u8))
                    word.Prepend(" "u8);
            });
        }
        if (settings.UseRegex)
            text.Split(new RegexPattern(Words.Value), SplitBehavior.Isolated);
        text.UseByteAlphabet();
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => settings.Write(json);
}
