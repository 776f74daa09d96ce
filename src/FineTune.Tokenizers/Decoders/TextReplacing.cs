namespace FineTune.Tokenizers.Decoders;

/// <summary>Replacing within tokens.</summary>
internal static class TextReplacing
{
    /// <summary>
    /// Replaces every <paramref name="pattern"/>; the empty one stands before each character and behind the last, as
    /// in the reference.
    /// </summary>
    public static string ReplaceAll(this string text, string pattern, string replacement) => pattern.Length > 0
        ? text.Replace(pattern, replacement)
        : string.Concat(text.EnumerateRunes().Select(rune => replacement + rune).Append(replacement));
}
