namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>str.format</c>: replacement fields in braces.</summary>
internal sealed class BraceFormat
{
    // Python allows a field inside a format specification, and nothing deeper.
    private const int MaxNesting = 2;

    private readonly RenderState _state;
    private readonly Arguments _arguments;
    private readonly PyDict? _mapping;
    private int _nextIndex;

    private BraceFormat(RenderState state, Arguments arguments, PyDict? mapping)
    {
        _state = state;
        _arguments = arguments;
        _mapping = mapping;
    }

    public static Str Apply(RenderState state, Str format, Arguments arguments) =>
        new BraceFormat(state, arguments, null).Format(format, MaxNesting).WithSafety(format.IsSafe);

    public static Str ApplyMap(RenderState state, Str format, Value mapping) => mapping.Object is PyDict dict
        ? new BraceFormat(state, Arguments.None, dict).Format(format, MaxNesting).WithSafety(format.IsSafe)
        : throw new JinjaException($"format_map() argument must be a mapping, not {mapping.TypeName}");

    private Str Format(Str format, int nesting)
    {
        if (nesting == 0)
        {
            throw new JinjaException("Max string recursion exceeded");
        }

        TextBuilder output = _state.RentBuilder();
        string text = format.Text;
        int at = 0;
        while (at < text.Length)
        {
            int brace = text.AsSpan(at).IndexOfAny('{', '}');
            if (brace < 0)
            {
                break;
            }

            brace += at;
            output.Append(format.Slice(at, brace));
            if (brace + 1 < text.Length && text[brace + 1] == text[brace])
            {
                output.Append(format.Slice(brace, brace + 1));
                at = brace + 2;
                continue;
            }

            int end = text[brace] == '{' ? EndOfField(text, brace) : throw new JinjaException(
                "Single '}' encountered in format string");
            output.Append(Markup.Match(FormatField(text[(brace + 1)..end], nesting), format));
            at = end + 1;
        }

        output.Append(format.Slice(at, text.Length));
        return _state.ReturnBuilder(output);
    }

    private static int EndOfField(string text, int start)
    {
        int depth = 0;
        for (int at = start; at < text.Length; at++)
        {
            depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return at;
            }
        }

        throw new JinjaException(start + 1 == text.Length
            ? "Single '{' encountered in format string"
            : "expected '}' before end of string");
    }

    private Str FormatField(string field, int nesting)
    {
        int inBrackets = 0;
        int nameEnd = 0;
        while (nameEnd < field.Length && (inBrackets > 0 || field[nameEnd] is not ('!' or ':')))
        {
            inBrackets += field[nameEnd] switch { '[' => 1, ']' => -1, _ => 0 };
            nameEnd++;
        }

        Value value = Find(field[..nameEnd]);
        string rest = field[nameEnd..];
        if (rest.StartsWith('!'))
        {
            value = Convert(value, rest.Length > 1 ? rest[1] : '\0');
            rest = rest[2..];
        }

        string spec = rest.StartsWith(':') ? Format(rest[1..], nesting - 1).Text : "";
        return FormatValue(_state, value, spec);
    }

    private static Str FormatValue(RenderState state, Value value, string spec)
    {
        if (value.TryGetString(out Str text))
        {
            return spec.Length == 0 ? text : FormatSpec.Parse(spec, "str").FormatString(state, text);
        }

        if (spec.Length == 0)
        {
            return TextBuilder.StrOf(value);
        }

        return value.IsNumber
            ? FormatSpec.Parse(spec, value.TypeName).FormatNumber(state, value)
            : throw new JinjaException($"unsupported format string passed to {value.TypeName}.__format__");
    }

    private static Value Convert(Value value, char conversion) => conversion switch
    {
        's' => TextBuilder.StrOf(value),
        'r' => TextBuilder.ReprOf(value),
        _ => throw new JinjaException($"Unknown conversion specifier {conversion}"),
    };

    /// <summary>Finds the value a field such as <c>0.name[key]</c> names.</summary>
    private Value Find(string name)
    {
        int end = name.AsSpan().IndexOfAny('.', '[');
        string first = end < 0 ? name : name[..end];
        Value value = First(first);
        string rest = end < 0 ? "" : name[end..];
        while (rest.Length > 0)
        {
            bool isItem = rest[0] == '[';
            int stop = isItem ? rest.IndexOf(']') : rest.AsSpan(1).IndexOfAny('.', '[') + 1;
            stop = stop <= 0 ? rest.Length : stop;
            string key = rest[1..stop];
            value = isItem
                ? Lookup.Item(value, int.TryParse(key, out int index) ? index : key)
                : Lookup.Attribute(value, key);
            rest = isItem ? rest[Math.Min(stop + 1, rest.Length)..] : rest[stop..];
        }

        return value;
    }

    private Value First(string name)
    {
        if (name.Length == 0)
        {
            name = $"{_nextIndex++}";
        }

        if (_mapping is not null)
        {
            return _mapping.TryGet(name, out Value entry) ? entry : throw new JinjaException(PythonText.Quote(name));
        }

        Value value = int.TryParse(name, out int index) ? _arguments[index] : _arguments[name];
        return !value.IsMissing ? value : throw new JinjaException(char.IsAsciiDigit(name[0])
            ? "tuple index out of range"
            : PythonText.Quote(name));
    }
}
