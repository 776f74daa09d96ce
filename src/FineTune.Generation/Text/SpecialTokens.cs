using FineTune.Tokenizers;

namespace FineTune.Generation;

/// <summary>Tokens that are no text.</summary>
internal static class SpecialTokens
{
    /// <summary>Whether a token is special.</summary>
    public static bool Has(Tokenizer tokenizer, int id) =>
        tokenizer.AddedTokens.Any(t => t.Key == id && t.Value.Special);
}
