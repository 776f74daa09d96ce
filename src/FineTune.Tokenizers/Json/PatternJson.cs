using System.Text.Json;
using FineTune.Tokenizers.Regexes;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Json;

/// <summary>What Split and Replace look for, as written in the file: <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
/// <param name="Source">The pattern as it was written.</param>
/// <param name="Text">The bytes to look for, for a string.</param>
/// <param name="Regex">The compiled pattern, for a regular expression and for the empty string.</param>
/// <param name="IsRegex">Whether it is written as a regular expression.</param>
internal sealed record PatternJson(string Source, byte[]? Text, TextRegex? Regex, bool IsRegex) : IPattern
{
    /// <summary>A string to look for.</summary>
    public static PatternJson OfString(string text) => new(
        text,
        text.Length > 0 ? TextEncoding.UTF8.GetBytes(text) : null,
        // The empty string matches between all characters, which is what an empty pattern does.
        text.Length > 0 ? null : new TextRegex(""),
        IsRegex: false);

    /// <summary>A regular expression to look for.</summary>
    public static PatternJson OfRegex(string pattern) => new(pattern, null, new TextRegex(pattern), IsRegex: true);

    /// <summary>Reads the member <c>pattern</c>.</summary>
    public static PatternJson Read(JsonNode json)
    {
        if (json.Require("pattern") is { } pattern)
        {
            if (pattern.Find("String") is { } text)
                return OfString(text.AsString());
            if (pattern.Find("Regex") is { } regex)
                return new PatternJson(regex.AsString(), null, TextRegex.Read(regex) ?? new TextRegex(""), IsRegex: true);
            pattern.Report("expected {\"String\": …} or {\"Regex\": …}");
        }
        return OfString("");
    }

    /// <summary>Finds the first match at or after <paramref name="from"/>.</summary>
    public int Find(ReadOnlySpan<byte> text, int from, out int end) => Text is null
        ? Regex!.Find(text, from, out end)
        : new StringPattern(Text).Find(text, from, out end);

    /// <summary>Writes the member <c>pattern</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("pattern");
        json.WriteString(IsRegex ? "Regex" : "String", Source);
        json.WriteEndObject();
    }
}
