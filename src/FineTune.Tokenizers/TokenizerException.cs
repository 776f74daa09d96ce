namespace FineTune.Tokenizers;

/// <summary>Something a user can mend about a tokenizer's files or the text given to it. The message says what and where.</summary>
public sealed class TokenizerException : Exception
{
    private TokenizerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>A folder that holds none of the files a tokenizer can be read from.</summary>
    public static TokenizerException NothingToLoad(string folder, IReadOnlyList<string> looked) => new(
        $"{folder}: no tokenizer here. Looked for {string.Join(", ", looked)}; copy the tokenizer's files into this folder.");

    /// <summary>A file or folder that is not there.</summary>
    public static TokenizerException Missing(string path) => new($"{path}: there is no such file or folder.");

    /// <summary>A file that cannot be opened or read.</summary>
    public static TokenizerException Unreadable(string path, Exception inner) => new($"{path}: {inner.Message}", inner);

    /// <summary>A file that is not JSON.</summary>
    public static TokenizerException NotJson(string file, System.Text.Json.JsonException inner) => new(
        inner.LineNumber is { } line
            ? $"{file}:{line + 1}:{inner.BytePositionInLine + 1}: not valid JSON: {FirstSentence(inner.Message)}"
            : $"{file}: not valid JSON: {FirstSentence(inner.Message)}",
        inner);

    /// <summary>A file whose content is not what a tokenizer needs; every problem found in it.</summary>
    public static TokenizerException Invalid(string file, IReadOnlyList<string> problems) => new(
        problems.Count == 1
            ? $"{file}: {problems[0]}"
            : $"{file}: {problems.Count} problems:{string.Concat(problems.Take(MostShown).Select(p => $"\n  {p}"))}{Rest(problems)}");

    /// <summary>A text that holds half a surrogate pair, which no encoding can express.</summary>
    public static TokenizerException LoneSurrogate(string text, int index) => new(
        $"the text has half a surrogate pair (U+{(int)text[index]:X4}) at position {index}; "
        + "it is not valid Unicode. Remove it or replace it, for example by U+FFFD.");

    /// <summary>A word that the vocabulary cannot express, with no token to stand for it.</summary>
    public static TokenizerException NoUnknownToken(string? unkToken, string word) => new(
        unkToken is null
            ? $"'{Shorten(word)}' is not in the vocabulary, and the model names no unknown token."
            : $"'{Shorten(word)}' is not in the vocabulary, and neither is the unknown token '{unkToken}'.");

    /// <summary>Texts that cannot be cut to the length as asked.</summary>
    public static TokenizerException CannotTruncate(
        TruncationSettings settings, int length, int? pairLength, int maxLength) => new(
        settings.Strategy == TruncationStrategy.OnlySecond && pairLength is null
            ? "the truncation strategy OnlySecond needs a pair of texts, and there is only one."
            : $"the texts of {length} and {pairLength ?? 0} tokens cannot be cut to {maxLength} tokens with the strategy "
            + $"{settings.Strategy}: nothing would be left of the text to cut. Raise MaxLength or use LongestFirst.");

    /// <summary>A stride that would repeat whole parts for ever.</summary>
    public static TokenizerException StrideTooLong(int stride, int maxLength) => new(
        $"the truncation stride is {stride}, but parts have only {maxLength} tokens; it must be less.");

    /// <summary>A regular expression that takes too long on a text.</summary>
    public static TokenizerException RegexTooSlow(int length) => new(
        $"a regular expression of the tokenizer takes too long on a text of {length} bytes: it tries too many ways to match.");

    private const int MostShown = 20;

    private static string Rest(IReadOnlyList<string> problems) =>
        problems.Count > MostShown ? $"\n  and {problems.Count - MostShown} more" : "";

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private static string Shorten(string word) => word.Length <= 60 ? word : string.Concat(word.AsSpan(0, 60), "…");
}
