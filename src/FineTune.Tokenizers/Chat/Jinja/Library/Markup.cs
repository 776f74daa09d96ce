namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Escaping for HTML, as <c>|escape</c> and markup-safe strings do it.</summary>
internal static class Markup
{
    /// <summary>The string escaped and marked safe; a safe one as it is.</summary>
    public static Str Escape(Str text) => text.IsSafe ? text : text.Map(Escape).WithSafety(true);

    /// <summary>
    /// Escapes the plain <paramref name="text"/> where <paramref name="other"/>, to be joined with it, is safe.
    /// </summary>
    public static Str Match(Str text, Str other) => other.IsSafe ? Escape(text) : text;

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal)
        .Replace("\"", "&#34;", StringComparison.Ordinal);
}
