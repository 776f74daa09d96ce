using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// Python's format specification: <c>[[fill]align][sign][#][0][width][grouping][.precision][type]</c>.
/// </summary>
internal sealed partial record FormatSpec
{
    private const int MaxWidth = 1_000_000;

    public string Fill { get; init; } = " ";

    /// <summary><c>&lt;</c>, <c>&gt;</c>, <c>^</c>, <c>=</c>, or none for the type's own.</summary>
    public char Align { get; init; }

    /// <summary><c>+</c>, a space, or <c>-</c> for only where negative.</summary>
    public char Sign { get; init; } = '-';

    public bool IsAlternate { get; init; }

    public int Width { get; init; }

    /// <summary>The thousands separator, or none.</summary>
    public string Grouping { get; init; } = "";

    /// <summary>Negative where none was given.</summary>
    public int Precision { get; init; } = -1;

    /// <summary>The type letter, or <c>\0</c>.</summary>
    public char Type { get; init; }

    public static FormatSpec Parse(string text, string typeName)
    {
        Match match = Pattern().Match(text);
        if (!match.Success)
        {
            throw new JinjaException($"Invalid format specifier '{text}' for object of type '{typeName}'");
        }

        string align = match.Groups["align"].Value;
        bool zero = match.Groups["zero"].Success;
        string fill = match.Groups["fill"].Value;
        return new FormatSpec
        {
            Fill = fill.Length > 0 ? fill : zero && align.Length == 0 ? "0" : " ",
            Align = align.Length > 0 ? align[0] : zero ? '=' : '\0',
            Sign = match.Groups["sign"].Success ? match.Groups["sign"].Value[0] : '-',
            IsAlternate = match.Groups["alternate"].Success,
            Width = Number(match.Groups["width"], 0),
            Grouping = match.Groups["grouping"].Value,
            Precision = Number(match.Groups["precision"], -1),
            Type = match.Groups["type"].Success ? match.Groups["type"].Value[0] : '\0',
        };
    }

    public Str FormatString(RenderState state, Str text)
    {
        if (Type is not ('\0' or 's') || Align == '=' || Grouping.Length > 0)
        {
            throw new JinjaException($"Unknown format code '{Type}' for object of type 'str'");
        }

        if (Precision >= 0 && Precision < PythonText.CountCodePoints(text.Text))
        {
            text = text.Slice(0, PythonText.OffsetOf(text.Text, Precision));
        }

        return Pad(state, "", text, '<');
    }

    public Str FormatNumber(RenderState state, Value number)
    {
        bool isFloat = number.IsFloat || Type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%';
        bool isNegative = number.IsFloat ? double.IsNegative(number.Float) : number.Big.Sign < 0;
        string sign = isNegative ? "-" : Sign is '+' or ' ' ? Sign.ToString() : "";
        string digits = isFloat ? FloatDigits(number) : IntegerDigits(BigInteger.Abs(number.Big), ref sign);
        return Pad(state, sign, Group(digits), '>');
    }

    /// <summary>A float's text without its sign.</summary>
    private string FloatDigits(Value value)
    {
        double number = Math.Abs(value.IsFloat ? value.Float : (double)value.Big);
        bool isUpper = char.IsAsciiLetterUpper(Type);
        if (!double.IsFinite(number))
        {
            string text = PythonNumbers.ToText(number) + (Type == '%' ? "%" : "");
            return isUpper ? text.ToUpperInvariant() : text;
        }

        int precision = Precision < 0 ? 6 : Precision;
        string digits = char.ToLowerInvariant(Type) switch
        {
            'e' => FloatFormat.Exponent(number, precision),
            'f' => FloatFormat.Fixed(number, precision),
            'g' or 'n' => FloatFormat.General(number, precision, IsAlternate),
            '%' => FloatFormat.Fixed(number * 100, precision) + "%",
            '\0' when Precision < 0 => PythonNumbers.ToText(number),
            '\0' => WithPoint(FloatFormat.General(number, precision, IsAlternate)),
            _ => throw new JinjaException($"Unknown format code '{Type}' for object of type 'float'"),
        };
        return isUpper ? digits.ToUpperInvariant() : digits;
    }

    private static string WithPoint(string digits) =>
        digits.AsSpan().IndexOfAny('.', 'e') < 0 ? digits + ".0" : digits;

    private string IntegerDigits(BigInteger number, ref string sign)
    {
        if (Precision >= 0)
        {
            throw new JinjaException("Precision not allowed in integer format specifier");
        }

        switch (Type)
        {
            case '\0' or 'd' or 'n':
                return PythonNumbers.ToText(Value.From(number));
            case 'x' or 'X' or 'o' or 'b':
                sign += IsAlternate ? $"0{Type}" : "";
                return InBase(number, Type);
            case 'c':
                return PythonText.FromCodePoint((int)number);
            default:
                throw new JinjaException($"Unknown format code '{Type}' for object of type 'int'");
        }
    }

    /// <summary>The digits of a natural number in the base a type letter stands for.</summary>
    public static string InBase(BigInteger number, char type)
    {
        string digits = type switch
        {
            'b' => number.ToString("b", CultureInfo.InvariantCulture),
            'x' => number.ToString("x", CultureInfo.InvariantCulture),
            'X' => number.ToString("X", CultureInfo.InvariantCulture),
            _ => Octal(number),
        };
        string significant = digits.TrimStart('0');
        return significant.Length == 0 ? "0" : significant;
    }

    private static string Octal(BigInteger number)
    {
        string bits = number.ToString("b", CultureInfo.InvariantCulture).TrimStart('0');
        bits = bits.PadLeft((bits.Length + 2) / 3 * 3, '0');
        return string.Concat(bits.Chunk(3).Select(triple => Convert.ToInt32(new string(triple), 2)));
    }

    private string Group(string digits)
    {
        if (Grouping.Length == 0)
        {
            return digits;
        }

        int size = Type is 'x' or 'X' or 'o' or 'b' ? 4 : 3;
        int whole = digits.TakeWhile(char.IsAsciiHexDigit).Count();
        for (int at = whole - size; at > 0; at -= size)
        {
            digits = digits.Insert(at, Grouping);
        }

        return digits;
    }

    private Str Pad(RenderState state, string sign, Str body, char defaultAlign)
    {
        if (Width > MaxWidth)
        {
            throw new JinjaException($"a format width is at most {MaxWidth}");
        }

        int padding = Math.Max(0, Width - sign.Length - PythonText.CountCodePoints(body.Text));
        char align = Align == '\0' ? defaultAlign : Align;
        if (align == '=')
        {
            return new Str(sign).Concat(StringEditing.Pad(state, body, padding, 0, Fill));
        }

        int left = align switch { '<' => 0, '>' => padding, _ => padding / 2 };
        return StringEditing.Pad(state, new Str(sign).Concat(body), left, padding - left, Fill);
    }

    private static int Number(Group group, int otherwise)
    {
        if (!group.Success)
        {
            return otherwise;
        }

        return int.TryParse(group.Value, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new JinjaException("Too many decimal digits in format string");
    }

    [GeneratedRegex(
        @"^(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<alternate>#)?(?<zero>0)?(?<width>[0-9]+)?" +
        @"(?<grouping>[,_])?(?:\.(?<precision>[0-9]+))?(?<type>[a-zA-Z%])?\z",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
