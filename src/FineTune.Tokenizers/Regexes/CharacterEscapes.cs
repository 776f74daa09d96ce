using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>The escapes that mean a character or a set of characters, inside brackets and outside.</summary>
internal static class CharacterEscapes
{
    private const string Octal = "01234567";

    /// <summary>Reads the escape behind the backslash if it means a set; leaves it in place and returns null otherwise.</summary>
    /// <param name="scanner">The pattern.</param>
    /// <param name="word">What <c>\w</c> means here: superscript digits are words outside brackets only.</param>
    public static CodePointRanges? TryReadSet(RegexScanner scanner, CodePointRanges word)
    {
        var letter = scanner.Next();
        switch (letter)
        {
            case 'w':
                return word;
            case 'W':
                return word.Negate();
            case 's':
                return UnicodeProperties.Space;
            case 'S':
                return UnicodeProperties.Space.Negate();
            case 'd':
                return UnicodeProperties.Digit;
            case 'D':
                return UnicodeProperties.Digit.Negate();
            case 'h':
                return UnicodeProperties.HexDigit;
            case 'H':
                return UnicodeProperties.HexDigit.Negate();
            case 'p' or 'P' when scanner.Take('{'):
                return ReadProperty(scanner, negated: letter == 'P');
            default:
                scanner.StepBack();
                return null;
        }
    }

    /// <summary>Reads the escape behind the backslash as one code point.</summary>
    public static int ReadCodePoint(RegexScanner scanner)
    {
        var letter = scanner.Peek;
        if (Octal.Contains(letter))
            return ReadOctal(scanner);
        var codePoint = scanner.NextCodePoint();
        return codePoint switch
        {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            'e' => 0x1B,
            'x' => ReadHex(scanner),
            'u' => scanner.ReadHex(4) is var value and >= 0 ? value : throw scanner.Error("'\\u' needs four digits"),
            'c' => scanner.Next() & 0x1F,
            _ => codePoint,
        };
    }

    private static CodePointRanges ReadProperty(RegexScanner scanner, bool negated)
    {
        negated ^= scanner.Take('^');
        var name = scanner.ReadUntil('}');
        var set = UnicodeProperties.Find(name)
            ?? throw scanner.Error($"the property '{name}' is not known{Json.Nearest.Hint(name, UnicodeProperties.Names)}");
        return negated ? set.Negate() : set;
    }

    private static int ReadHex(RegexScanner scanner)
    {
        if (scanner.Take('{'))
        {
            var value = scanner.ReadHex(8);
            return value is >= 0 and <= CodePoint.Max && scanner.Take('}')
                ? value
                : throw scanner.Error("'\\x{' needs a code point and '}'");
        }
        var first = Math.Max(scanner.ReadHex(2), 0);
        if (first < 0x80)
            return first;
        // From 0x80 on the codes are the bytes of a character in UTF-8.
        Span<byte> bytes = stackalloc byte[CodePoint.MaxBytes];
        bytes[0] = (byte)first;
        var length = CodePoint.LengthOf(bytes[0]);
        for (var i = 1; i < length; i++)
        {
            var next = scanner.Take("\\x") ? scanner.ReadHex(2) : -1;
            if (next < 0 || !CodePoint.IsContinuation((byte)next))
                throw scanner.Error("the bytes written as '\\x' are not UTF-8");
            bytes[i] = (byte)next;
        }
        return CodePoint.Read(bytes, 0, out _);
    }

    private static int ReadOctal(RegexScanner scanner)
    {
        var value = 0;
        for (var i = 0; i < 3 && !scanner.AtEnd && Octal.Contains(scanner.Peek); i++)
            value = (value << 3) | (scanner.Next() - '0');
        return value & 0xFF;
    }
}
