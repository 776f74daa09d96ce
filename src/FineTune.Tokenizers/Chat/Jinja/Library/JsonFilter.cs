namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// The filter <c>tojson</c> as transformers defines it: plain <c>json.dumps</c>, not escaped for HTML.
/// </summary>
internal static class JsonFilter
{
    private const int MaxIndent = 100;

    public static Value Apply(RenderState state, Value value, Arguments arguments)
    {
        string? indent = IndentOf(arguments[1]);
        TextBuilder output = state.RentBuilder();
        new JsonText(output, indent, SeparatorsOf(arguments[2], indent), arguments.FlagAt(0), arguments.FlagAt(3))
            .Append(value);
        return state.ReturnBuilder(output);
    }

    private static string? IndentOf(Value indent)
    {
        if (indent.IsMissing || indent.IsNone)
        {
            return null;
        }

        if (indent.TextOrNull is string text)
        {
            return text;
        }

        return indent.IsInt || indent.IsBool
            ? new string(' ', (int)Math.Clamp(indent.Integer, 0, MaxIndent))
            : throw new JinjaException($"indent must be an int or a string, not {indent.TypeName}");
    }

    private static (string Item, string Key) SeparatorsOf(Value separators, string? indent)
    {
        if (separators.IsMissing || separators.IsNone)
        {
            return (indent is null ? ", " : ",", ": ");
        }

        Value[] pair = [.. Iteration.Over(separators)];
        return pair.Length == 2 && pair[0].TextOrNull is string item && pair[1].TextOrNull is string key
            ? (item, key)
            : throw new JinjaException("separators must be two strings");
    }
}
