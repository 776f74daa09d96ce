namespace FineTune.Data;

/// <summary>
/// Turns text into token ids: what the data room needs of a tokenizer. Must be safe to call from several threads.
/// </summary>
public interface ITextEncoder
{
    /// <summary>Encodes a text, or two, with the special tokens a model expects.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPair">The second text, or null.</param>
    /// <param name="maxLength">
    /// The most tokens of the result, special tokens included; what is too long is cut and said to be.
    /// </param>
    EncodedText Encode(string text, string? textPair, int maxLength);
}
