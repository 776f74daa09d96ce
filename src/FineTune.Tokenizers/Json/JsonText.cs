using System.Buffers.Text;
using System.Text.Unicode;

namespace FineTune.Tokenizers.Json;

/// <summary>
/// Checks that the strings of a JSON file are text. The parser does not: it fails only once such a string, or a name
/// beside the one looked for, is asked for.
/// </summary>
internal static class JsonText
{
    private const int HexDigits = 4;

    /// <summary>What is wrong with <paramref name="json"/>, or null.</summary>
    public static string? Problem(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            return "the file is not UTF-8";
        var half = FindHalfPair(json);
        return half < 0 ? null : $"line {1 + json[..half].Count((byte)'\n')}: a string holds half a surrogate pair";
    }

    /// <summary>Where an escaped surrogate stands without its other half, or -1.</summary>
    private static int FindHalfPair(ReadOnlySpan<byte> json)
    {
        for (var at = 0; json[at..].IndexOf((byte)'\\') is var next and >= 0;)
        {
            at += next;
            var first = EscapeAt(json, at);
            if (!char.IsSurrogate(first))
                at += 2;
            else if (char.IsHighSurrogate(first) && char.IsLowSurrogate(EscapeAt(json, at + 2 + HexDigits)))
                at += 2 * (2 + HexDigits);
            else
                return at;
            at = Math.Min(at, json.Length);
        }
        return -1;
    }

    /// <summary>The character written as <c>\uXXXX</c> at a place; NUL where none is.</summary>
    private static char EscapeAt(ReadOnlySpan<byte> json, int at) =>
        at + 2 + HexDigits <= json.Length && json[at..].StartsWith("\\u"u8)
        && Utf8Parser.TryParse(json.Slice(at + 2, HexDigits), out ushort value, out var read, 'x') && read == HexDigits
            ? (char)value
            : '\0';
}
