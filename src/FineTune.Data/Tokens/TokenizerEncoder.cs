using FineTune.Tokenizers;

namespace FineTune.Data;

/// <summary>
/// Encodes with a tokenizer. What is too long is cut from the right end of each text, the longer text first, special
/// tokens never: the <c>longest_first</c> of Hugging Face's tokenizers, to the token.
/// </summary>
/// <param name="tokenizer">The tokenizer.</param>
public sealed class TokenizerEncoder(Tokenizer tokenizer) : ITextEncoder
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The special tokens alone are more than <paramref name="maxLength"/>.
    /// </exception>
    public EncodedText Encode(string text, string? textPair, int maxLength)
    {
        var special = tokenizer.NumSpecialTokensToAdd(pair: textPair is not null);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, special);
        var first = tokenizer.EncodeToIds(text, addSpecialTokens: false);
        var second = textPair is null ? [] : tokenizer.EncodeToIds(textPair, addSpecialTokens: false);

        // The library cuts each text to the whole length first: that decides which of two long ones gets an odd token.
        var (keptFirst, keptSecond) = EncodedText.LongestFirst(
            Math.Min(first.Length, maxLength), Math.Min(second.Length, maxLength), maxLength - special);
        var assembled = textPair is null
            ? tokenizer.Assemble(first.AsSpan(0, keptFirst))
            : tokenizer.Assemble(first.AsSpan(0, keptFirst), second.AsSpan(0, keptSecond));
        return new EncodedText(assembled.Ids, assembled.TypeIds, keptFirst + keptSecond < first.Length + second.Length);
    }
}
