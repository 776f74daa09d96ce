using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Python's case mappings. They are Unicode's full ones, where one character may become several.</summary>
internal static class CaseMapping
{
    // Unicode's SpecialCasing.txt, unconditional uppercase: each character followed by what it becomes.
    private const string SpecialUpper =
        "\u00dfSS \u0149\u02bcN \u01f0J\u030c \u0390\u0399\u0308\u0301 \u03b0\u03a5\u0308\u0301 " +
        "\u0587\u0535\u0552 \u1e96H\u0331 \u1e97T\u0308 \u1e98W\u030a \u1e99Y\u030a \u1e9aA\u02be " +
        "\u1f50\u03a5\u0313 \u1f52\u03a5\u0313\u0300 \u1f54\u03a5\u0313\u0301 \u1f56\u03a5\u0313\u0342 " +
        "\u1f80\u1f08\u0399 \u1f81\u1f09\u0399 \u1f82\u1f0a\u0399 \u1f83\u1f0b\u0399 \u1f84\u1f0c\u0399 " +
        "\u1f85\u1f0d\u0399 \u1f86\u1f0e\u0399 \u1f87\u1f0f\u0399 \u1f88\u1f08\u0399 \u1f89\u1f09\u0399 " +
        "\u1f8a\u1f0a\u0399 \u1f8b\u1f0b\u0399 \u1f8c\u1f0c\u0399 \u1f8d\u1f0d\u0399 \u1f8e\u1f0e\u0399 " +
        "\u1f8f\u1f0f\u0399 \u1f90\u1f28\u0399 \u1f91\u1f29\u0399 \u1f92\u1f2a\u0399 \u1f93\u1f2b\u0399 " +
        "\u1f94\u1f2c\u0399 \u1f95\u1f2d\u0399 \u1f96\u1f2e\u0399 \u1f97\u1f2f\u0399 \u1f98\u1f28\u0399 " +
        "\u1f99\u1f29\u0399 \u1f9a\u1f2a\u0399 \u1f9b\u1f2b\u0399 \u1f9c\u1f2c\u0399 \u1f9d\u1f2d\u0399 " +
        "\u1f9e\u1f2e\u0399 \u1f9f\u1f2f\u0399 \u1fa0\u1f68\u0399 \u1fa1\u1f69\u0399 \u1fa2\u1f6a\u0399 " +
        "\u1fa3\u1f6b\u0399 \u1fa4\u1f6c\u0399 \u1fa5\u1f6d\u0399 \u1fa6\u1f6e\u0399 \u1fa7\u1f6f\u0399 " +
        "\u1fa8\u1f68\u0399 \u1fa9\u1f69\u0399 \u1faa\u1f6a\u0399 \u1fab\u1f6b\u0399 \u1fac\u1f6c\u0399 " +
        "\u1fad\u1f6d\u0399 \u1fae\u1f6e\u0399 \u1faf\u1f6f\u0399 \u1fb2\u1fba\u0399 \u1fb3\u0391\u0399 " +
        "\u1fb4\u0386\u0399 \u1fb6\u0391\u0342 \u1fb7\u0391\u0342\u0399 \u1fbc\u0391\u0399 " +
        "\u1fc2\u1fca\u0399 \u1fc3\u0397\u0399 \u1fc4\u0389\u0399 \u1fc6\u0397\u0342 " +
        "\u1fc7\u0397\u0342\u0399 \u1fcc\u0397\u0399 \u1fd2\u0399\u0308\u0300 \u1fd3\u0399\u0308\u0301 " +
        "\u1fd6\u0399\u0342 \u1fd7\u0399\u0308\u0342 \u1fe2\u03a5\u0308\u0300 \u1fe3\u03a5\u0308\u0301 " +
        "\u1fe4\u03a1\u0313 \u1fe6\u03a5\u0342 \u1fe7\u03a5\u0308\u0342 \u1ff2\u1ffa\u0399 " +
        "\u1ff3\u03a9\u0399 \u1ff4\u038f\u0399 \u1ff6\u03a9\u0342 \u1ff7\u03a9\u0342\u0399 " +
        "\u1ffc\u03a9\u0399 \ufb00FF \ufb01FI \ufb02FL \ufb03FFI \ufb04FFL \ufb05ST \ufb06ST " +
        "\ufb13\u0544\u0546 \ufb14\u0544\u0535 \ufb15\u0544\u053b \ufb16\u054e\u0546 \ufb17\u0544\u053d ";

    private static readonly FrozenDictionary<int, string> Upper = SpecialUpper
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenDictionary(entry => (int)entry[0], entry => entry[1..]);

    public static string ToUpper(string text) =>
        Ascii.IsValid(text) ? text.ToUpperInvariant() : MapEach(text, (code, _) => UpperOf(code));

    public static string ToLower(string text) =>
        Ascii.IsValid(text) ? text.ToLowerInvariant() : MapEach(text, (code, at) => LowerOf(text, code, at));

    /// <summary>The first character in title case, the others in lower case.</summary>
    public static string Capitalize(string text) =>
        MapEach(text, (code, at) => at == 0 ? TitleOf(code) : LowerOf(text, code, at));

    /// <summary>Every word's first letter in title case, the others in lower case.</summary>
    public static string ToTitle(string text)
    {
        bool inWord = false;
        return MapEach(text, (code, at) =>
        {
            string mapped = inWord ? LowerOf(text, code, at) : TitleOf(code);
            inWord = IsCased(code);
            return mapped;
        });
    }

    public static string SwapCase(string text) => MapEach(text, (code, at) =>
        PythonText.CategoryOf(code) == UnicodeCategory.UppercaseLetter ? LowerOf(text, code, at)
        : IsLower(code) ? UpperOf(code)
        : PythonText.FromCodePoint(code));

    /// <summary>Whether the character is an upper, lower or title case letter.</summary>
    public static bool IsCased(int code) => IsLower(code) || IsUpper(code) ||
        PythonText.CategoryOf(code) == UnicodeCategory.TitlecaseLetter;

    public static bool IsUpper(int code) => PythonText.CategoryOf(code) == UnicodeCategory.UppercaseLetter ||
        code is (>= 0x2160 and <= 0x216f) or (>= 0x24b6 and <= 0x24cf) or (>= 0x1f130 and <= 0x1f149) or
            (>= 0x1f150 and <= 0x1f169) or (>= 0x1f170 and <= 0x1f189);

    public static bool IsLower(int code) => PythonText.CategoryOf(code) == UnicodeCategory.LowercaseLetter ||
        code is 0xaa or 0xba or (>= 0x2b0 and <= 0x2b8) or (>= 0x2170 and <= 0x217f) or (>= 0x24d0 and <= 0x24e9);

    private static string MapEach(string text, Func<int, int, string> map)
    {
        var result = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length; at += PythonText.WidthAt(text, at))
        {
            result.Append(map(PythonText.CodePointAt(text, at), at));
        }

        return result.ToString();
    }

    private static string UpperOf(int code) => Upper.TryGetValue(code, out string? special)
        ? special
        : Rune.TryCreate(code, out Rune rune) ? Rune.ToUpperInvariant(rune).ToString() : PythonText.FromCodePoint(code);

    private static string LowerOf(string text, int code, int at)
    {
        const int CapitalSigma = 0x3a3;
        return code switch
        {
            CapitalSigma => EndsWord(text, at) ? "\u03c2" : "\u03c3",
            0x130 => "i\u0307",
            _ => Rune.TryCreate(code, out Rune rune)
                ? Rune.ToLowerInvariant(rune).ToString()
                : PythonText.FromCodePoint(code),
        };
    }

    private static string TitleOf(int code) => code switch
    {
        >= 0x1c4 and <= 0x1cc => "\u01c5\u01c8\u01cb".Substring((code - 0x1c4) / 3, 1),
        >= 0x1f1 and <= 0x1f3 => "\u01f2",
        >= 0x10d0 and <= 0x10ff => PythonText.FromCodePoint(code),
        >= 0x1f80 and <= 0x1faf => PythonText.FromCodePoint(code | 8),
        0x1fb3 or 0x1fc3 or 0x1ff3 => PythonText.FromCodePoint(code + 9),
        0x1fbc or 0x1fcc or 0x1ffc => PythonText.FromCodePoint(code),
        _ when Upper.TryGetValue(code, out string? special) => special[..1] + ToLower(special[1..]),
        _ => UpperOf(code),
    };

    /// <summary>Whether a sigma here is the last letter of a word of more than one letter.</summary>
    private static bool EndsWord(string text, int at)
    {
        int before = at - 1;
        while (before >= 0 && IsCaseIgnorable(text[before]))
        {
            before--;
        }

        int after = at + 1;
        while (after < text.Length && IsCaseIgnorable(text[after]))
        {
            after++;
        }

        return before >= 0 && IsCased(text[before]) && !(after < text.Length && IsCased(text[after]));
    }

    private static bool IsCaseIgnorable(char c) => c is '\'' or '.' or ':' or '\u00b7' or '\u2019' ||
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or
            UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
