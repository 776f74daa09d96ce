namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Filters that work on text. What is no string is printed first.</summary>
internal static class StringFilters
{
    // Jinja's policy `truncate.leeway`: a text this little too long is left alone.
    private const int DefaultLeeway = 5;

    public static Value Upper(RenderState state, Value value, Arguments arguments) =>
        Soft(state, value).Map(CaseMapping.ToUpper);

    public static Value Lower(RenderState state, Value value, Arguments arguments) =>
        Soft(state, value).Map(CaseMapping.ToLower);

    public static Value Capitalize(RenderState state, Value value, Arguments arguments) =>
        Soft(state, value).Map(CaseMapping.Capitalize);

    /// <summary>
    /// Upper case after spaces, hyphens and opening brackets; unlike <c>str.title()</c>, not after digits or quotes.
    /// </summary>
    public static Value Title(RenderState state, Value value, Arguments arguments) => Soft(state, value).Map(text =>
    {
        TextBuilder output = state.RentBuilder();
        int at = 0;
        while (at < text.Length)
        {
            int end = at;
            bool isSeparator = IsTitleSeparator(text[at]);
            while (end < text.Length && IsTitleSeparator(text[end]) == isSeparator)
            {
                end++;
            }

            int head = at + PythonText.WidthAt(text, at);
            output.Append(CaseMapping.ToUpper(text[at..head]));
            output.Append(CaseMapping.ToLower(text[head..end]));
            at = end;
        }

        return state.ReturnBuilder(output).Text;
    });

    public static Value Center(RenderState state, Value value, Arguments arguments) =>
        StringEditing.Center(state, Soft(state, value), arguments.IntAt(0, 80), " ");

    public static Value Escape(RenderState state, Value value, Arguments arguments) =>
        Markup.Escape(Soft(state, value));

    public static Value ForceEscape(RenderState state, Value value, Arguments arguments) =>
        Markup.Escape(Soft(state, value).WithSafety(false));

    public static Value MarkSafe(RenderState state, Value value, Arguments arguments) =>
        Soft(state, value).WithSafety(true);

    public static Value ToSoftString(RenderState state, Value value, Arguments arguments) => Soft(state, value);

    public static Value Trim(RenderState state, Value value, Arguments arguments) =>
        StringEditing.Strip(Soft(state, value), arguments.StrAt(0, default), left: true, right: true);

    public static Value Replace(RenderState state, Value value, Arguments arguments) => StringEditing.Replace(
        state,
        Soft(state, value).WithSafety(false),
        Soft(state, arguments[0]).WithSafety(false),
        Soft(state, arguments[1]).WithSafety(false),
        arguments.IntAt(2, -1));

    public static Value Format(RenderState state, Value value, Arguments arguments)
    {
        if (arguments.Named.Length > 0 && arguments.Positional.Length > 0)
        {
            throw new JinjaException("can't handle positional and keyword arguments at the same time");
        }

        if (arguments.Named.Length == 0)
        {
            return PrintfFormat.Apply(state, Soft(state, value), new PyTuple(arguments.Positional));
        }

        var mapping = new PyDict(arguments.Named.Length);
        foreach ((string name, Value argument) in arguments.Named)
        {
            mapping.Set(name, argument);
        }

        return PrintfFormat.Apply(state, Soft(state, value), mapping);
    }

    public static Value Join(RenderState state, Value value, Arguments arguments)
    {
        Str separator = arguments[0].IsMissing ? "" : Soft(state, arguments[0]);
        Value attribute = arguments[1];
        TextBuilder output = state.RentBuilder();
        bool isFirst = true;
        foreach (Value item in Iteration.Over(value))
        {
            output.Append(isFirst ? "" : separator);
            output.AppendStr(attribute.IsMissing || attribute.IsNone ? item : Lookup.Path(item, attribute));
            isFirst = false;
        }

        return state.ReturnBuilder(output);
    }

    /// <summary>Indents every line but, unless asked, the first and the blank ones.</summary>
    public static Value Indent(RenderState state, Value value, Arguments arguments)
    {
        if (!value.TryGetString(out Str text))
        {
            return Arithmetic.Add(state, value, "\n");
        }

        Str indent = arguments[0].TryGetString(out Str given)
            ? given
            : new string(' ', Width(state, arguments.IntAt(0, 4)));
        bool blank = arguments.FlagAt(2);
        TextBuilder output = state.RentBuilder();
        bool isFirst = true;
        foreach (Str line in StringSplitting.Lines(text.Concat("\n"), keepEnds: false))
        {
            output.Append(isFirst ? "" : "\n");
            bool indents = isFirst ? arguments.FlagAt(1) : blank || line.Length > 0;
            output.Append(indents ? Markup.Match(indent, text) : "");
            output.Append(line);
            isFirst = false;
        }

        return state.ReturnBuilder(output).WithSafety(text.IsSafe);
    }

    public static Value Truncate(RenderState state, Value value, Arguments arguments)
    {
        int length = arguments.IntAt(0, 255);
        Str end = arguments.StrAt(2, "...");
        int room = length - PythonText.CountCodePoints(end.Text);
        if (room < 0)
        {
            throw new JinjaException($"expected length >= {length - room}, got {length}");
        }

        if (Iteration.Length(value) <= length + arguments.IntAt(3, DefaultLeeway))
        {
            return value;
        }

        Value head = Slicing.Slice(state, value, default, room, default);
        if (!arguments.FlagAt(1) && head.TryGetString(out Str text))
        {
            head = StringSplitting.SplitFromEnd(text, " ", 1)[0];
        }

        return Arithmetic.Add(state, head, end);
    }

    public static Value UrlEncode(RenderState state, Value value, Arguments arguments)
    {
        if (value.IsString || !Iteration.CanIterate(value))
        {
            return Soft(state, value).Map(text => UrlQuote(text).Replace("%2F", "/", StringComparison.Ordinal));
        }

        Value pairs = value.Object is PyDict dict ? new PyDictView(dict, "items") : value;
        return string.Join('&', Iteration.Over(pairs).Select(EncodePair));
    }

    public static Value WordCount(RenderState state, Value value, Arguments arguments)
    {
        int count = 0;
        bool inWord = false;
        foreach (int code in PythonText.CodePoints(Soft(state, value).Text))
        {
            bool isWord = code == '_' || StringSearch.IsAlpha(code) || StringSearch.IsNumeric(code);
            count += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }

        return count;
    }

    /// <summary>A string as it is; anything else printed.</summary>
    public static Str Soft(RenderState state, Value value)
    {
        if (value.TryGetString(out Str text))
        {
            return text;
        }

        TextBuilder output = state.RentBuilder();
        output.AppendStr(value);
        return state.ReturnBuilder(output);
    }

    private static string EncodePair(Value pair)
    {
        string[] parts = [.. Iteration.Over(pair).Select(part =>
            UrlQuote(TextBuilder.StrOf(part)).Replace("%20", "+", StringComparison.Ordinal))];
        return parts.Length == 2
            ? $"{parts[0]}={parts[1]}"
            : throw new JinjaException("urlencode wants pairs of a name and a value");
    }

    private static string UrlQuote(string text) => Uri.EscapeDataString(text);

    private static int Width(RenderState state, int width)
    {
        state.Charge(Math.Max(0, width));
        return Math.Max(0, width);
    }

    private static bool IsTitleSeparator(char c) => PythonText.IsSpace(c) || c is '-' or '(' or '{' or '[' or '<';
}
