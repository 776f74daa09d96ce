using FineTune.Data;
using FineTune.Tokenizers;

namespace FineTune.Recipes;

/// <summary>Lets the data room use a tokenizer: encodes, cuts the longer text first, then puts the special tokens
/// around.</summary>
public sealed class TokenizerEncoder(Tokenizer tokenizer) : ITextEncoder
{
    /// <inheritdoc/>
    public EncodedText Encode(string text, string? textPair, int maxLength)
    {
        var room = Math.Max(0, maxLength - tokenizer.NumSpecialTokensToAdd(textPair is not null));
        var first = tokenizer.EncodeToIds(text, addSpecialTokens: false);
        var second = textPair is null ? [] : tokenizer.EncodeToIds(textPair, addSpecialTokens: false);
        var (keptFirst, keptSecond) = EncodedText.LongestFirst(first.Length, second.Length, room);
        var assembled = textPair is null
            ? tokenizer.Assemble(first.AsSpan(0, keptFirst))
            : tokenizer.Assemble(first.AsSpan(0, keptFirst), second.AsSpan(0, keptSecond));
        return new EncodedText(
            assembled.Ids, assembled.TypeIds, keptFirst + keptSecond < first.Length + second.Length);
    }
}
