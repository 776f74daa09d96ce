using System.Globalization;
using System.Numerics;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The <c>%</c> operator of strings.</summary>
internal sealed class PrintfFormat
{
    private const int NoNumber = int.MinValue;

    private readonly RenderState _state;
    private readonly Str _format;
    private readonly IReadOnlyList<Value> _values;
    private readonly Value _mapping;
    private int _next;
    private int _at;

    private PrintfFormat(RenderState state, Str format, Value values)
    {
        _state = state;
        _format = format;
        _values = (values.Object as PyTuple)?.Values ?? [values];
        _mapping = values;
    }

    public static Str Apply(RenderState state, Str format, Value values)
    {
        var formatter = new PrintfFormat(state, format, values);
        Str result = formatter.Format();

        // What could be a mapping may be left over unread.
        if (formatter._next < formatter._values.Count && values.Object is null or PyTuple)
        {
            throw new JinjaException("not all arguments converted during string formatting");
        }

        return result.WithSafety(format.IsSafe);
    }

    private Str Format()
    {
        TextBuilder output = _state.RentBuilder();
        string text = _format.Text;
        while (_at < text.Length)
        {
            int percent = text.IndexOf('%', _at);
            if (percent < 0)
            {
                break;
            }

            output.Append(_format.Slice(_at, percent));
            _at = percent + 1;
            output.Append(Markup.Match(FormatDirective(text), _format));
        }

        output.Append(_format.Slice(_at, text.Length));
        return _state.ReturnBuilder(output);
    }

    private Str FormatDirective(string text)
    {
        Value named = ReadKey(text);
        int flagsStart = _at;
        while (_at < text.Length && "#0- +".Contains(text[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        string flags = text[flagsStart.._at];
        int width = ReadNumber(text);
        int precision = -1;
        if (_at < text.Length && text[_at] == '.')
        {
            _at++;
            precision = Math.Max(0, ReadNumber(text));
        }

        while (_at < text.Length && text[_at] is 'h' or 'l' or 'L')
        {
            _at++;
        }

        if (_at == text.Length)
        {
            throw new JinjaException("incomplete format");
        }

        char type = text[_at++];
        if (type == '%')
        {
            return "%";
        }

        bool isLeft = Has('-') || (width < 0 && width != NoNumber);
        var spec = new FormatSpec
        {
            Align = isLeft ? '<' : '>',
            Width = width == NoNumber ? 0 : Math.Abs(width),
            Sign = Has('+') ? '+' : Has(' ') ? ' ' : '-',
            IsAlternate = Has('#'),
            Precision = precision,
        };
        return FormatValue(named.IsMissing ? Next() : named, type, spec, padsZero: Has('0') && !isLeft);

        bool Has(char flag) => flags.Contains(flag, StringComparison.Ordinal);
    }

    private Str FormatValue(Value value, char type, FormatSpec spec, bool padsZero)
    {
        FormatSpec numeric = padsZero ? spec with { Fill = "0", Align = '=' } : spec;
        switch (type)
        {
            case 's':
                Str text = value.TryGetString(out Str own) ? own : TextBuilder.StrOf(value);
                return spec.FormatString(_state, text);
            case 'r':
                return spec.FormatString(_state, TextBuilder.ReprOf(value));
            case 'c':
                string character = value.TextOrNull ?? PythonText.FromCodePoint((int)Integer(value, type));
                return (spec with { Precision = -1 }).FormatString(_state, character);
            case 'd' or 'i' or 'u':
                return FormatInteger(Integer(value, type), numeric with { Type = 'd' });
            case 'x' or 'X' or 'o':
                return FormatInteger(value.IsIntegral ? value.Big : throw WrongType(value, type, "an integer"),
                    numeric with { Type = type });
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                return (numeric with { Type = type }).FormatNumber(_state, value.IsNumber
                    ? value
                    : throw (value.Object as PyUndefined)?.Fault() ??
                        new JinjaException($"must be real number, not {value.TypeName}"));
            default:
                throw new JinjaException($"unsupported format character '{type}' (0x{(int)type:x}) at index {_at - 1}");
        }
    }

    /// <summary>Formats an integer; a precision is the least number of digits.</summary>
    private Str FormatInteger(BigInteger number, FormatSpec spec)
    {
        if (spec.Precision < 0)
        {
            return spec.FormatNumber(_state, Value.From(number));
        }

        string digits = FormatSpec.InBase(BigInteger.Abs(number), spec.Type);
        digits = spec.Type == 'd' ? BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture) : digits;
        string sign = number.Sign < 0 ? "-" : spec.Sign is '+' or ' ' ? spec.Sign.ToString() : "";
        string prefix = spec.IsAlternate && spec.Type != 'd' ? $"0{spec.Type}" : "";
        _state.Charge(spec.Precision);
        string all = sign + prefix + digits.PadLeft(spec.Precision, '0');
        return (spec with { Type = '\0', Precision = -1, Fill = " ", Align = spec.Align == '<' ? '<' : '>' })
            .FormatString(_state, all);
    }

    private static BigInteger Integer(Value value, char type)
    {
        if (value.IsFloat && double.IsFinite(value.Float))
        {
            return new BigInteger(Math.Truncate(value.Float));
        }

        return value.IsIntegral ? value.Big : throw WrongType(value, type, "a real number");
    }

    private static JinjaException WrongType(Value value, char type, string wanted) =>
        (value.Object as PyUndefined)?.Fault() ??
        new JinjaException($"%{type} format: {wanted} is required, not {value.TypeName}");

    private Value ReadKey(string text)
    {
        if (_at >= text.Length || text[_at] != '(')
        {
            return default;
        }

        int end = text.IndexOf(')', _at);
        if (end < 0)
        {
            throw new JinjaException("incomplete format key");
        }

        string key = text[(_at + 1)..end];
        _at = end + 1;
        PyDict mapping = _mapping.Object as PyDict ?? throw new JinjaException("format requires a mapping");
        return mapping.TryGet(key, out Value value) ? value : throw new JinjaException(PythonText.Quote(key));
    }

    /// <summary>A number or <c>*</c>; <see cref="NoNumber"/> where there is neither.</summary>
    private int ReadNumber(string text)
    {
        if (_at < text.Length && text[_at] == '*')
        {
            _at++;
            Value value = Next();
            return value.IsInt
                ? (int)Math.Clamp(value.Integer, -int.MaxValue, int.MaxValue)
                : throw new JinjaException("* wants int");
        }

        int start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }

        if (start == _at)
        {
            return NoNumber;
        }

        return int.TryParse(text.AsSpan(start, _at - start), out int number)
            ? number
            : throw new JinjaException("width too big");
    }

    private Value Next() => _next < _values.Count
        ? _values[_next++]
        : throw new JinjaException("not enough arguments for format string");
}
