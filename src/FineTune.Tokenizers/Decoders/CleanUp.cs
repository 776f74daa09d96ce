namespace FineTune.Tokenizers.Decoders;

/// <summary>Removes the spaces that splitting into words left before punctuation and English contractions.</summary>
internal static class CleanUp
{
    /// <summary>As the decoders of the reference's tokenizers library do it.</summary>
    public static string OfWordPieces(string text) => !text.Contains(' ') ? text : text
        .Replace(" .", ".").Replace(" ?", "?").Replace(" !", "!").Replace(" ,", ",").Replace(" ' ", "'")
        .Replace(" n't", "n't").Replace(" 'm", "'m").Replace(" do not", " don't").Replace(" 's", "'s")
        .Replace(" 've", "'ve").Replace(" 're", "'re");

    /// <summary>As transformers does it on the whole text (<c>clean_up_tokenization_spaces</c>).</summary>
    public static string OfText(string text) => text
        .Replace(" .", ".").Replace(" ?", "?").Replace(" !", "!").Replace(" ,", ",").Replace(" ' ", "'")
        .Replace(" n't", "n't").Replace(" 'm", "'m").Replace(" 's", "'s").Replace(" 've", "'ve")
        .Replace(" 're", "'re");
}
