namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The methods of <c>str</c>.</summary>
internal static class StringMethods
{
    public static readonly MethodTable Table = new(
    [
        Of("upper", (_, text, _) => text.Map(CaseMapping.ToUpper)),
        Of("lower", (_, text, _) => text.Map(CaseMapping.ToLower)),
        Of("capitalize", (_, text, _) => text.Map(CaseMapping.Capitalize)),
        Of("title", (_, text, _) => text.Map(CaseMapping.ToTitle)),
        Of("swapcase", (_, text, _) => text.Map(CaseMapping.SwapCase)),
        Of("strip", (_, text, args) => Strip(text, args, left: true, right: true), "chars?"),
        Of("lstrip", (_, text, args) => Strip(text, args, left: true, right: false), "chars?"),
        Of("rstrip", (_, text, args) => Strip(text, args, left: false, right: true), "chars?"),
        Of("removeprefix", (_, text, args) => StringEditing.RemovePrefix(text, args.StrAt(0).Text), "prefix"),
        Of("removesuffix", (_, text, args) => StringEditing.RemoveSuffix(text, args.StrAt(0).Text), "suffix"),
        Of("replace", (state, text, args) =>
            StringEditing.Replace(state, text, args.StrAt(0), args.StrAt(1), args.IntAt(2, -1)),
            "old", "new", "count?"),
        Of("center", (state, text, args) => StringEditing.Center(state, text, args.IntAt(0, 0), args.StrAt(1, " ")),
            "width", "fillchar?"),
        Of("ljust", (state, text, args) => StringEditing.Justify(state, text, args, left: false), "width", "fillchar?"),
        Of("rjust", (state, text, args) => StringEditing.Justify(state, text, args, left: true), "width", "fillchar?"),
        Of("zfill", (state, text, args) => StringEditing.ZeroFill(state, text, args.IntAt(0, 0)), "width"),
        Of("expandtabs", (state, text, args) => StringEditing.ExpandTabs(state, text, args.IntAt(0, 8)), "tabsize?"),
        Of("join", (state, text, args) => Join(state, text, args[0]), "iterable"),
        Of("split", (_, text, args) =>
            ToList(StringSplitting.Split(text, args.StrAt(0, default), args.IntAt(1, -1))), "sep?", "maxsplit?"),
        Of("rsplit", (_, text, args) =>
            ToList(StringSplitting.SplitFromEnd(text, args.StrAt(0, default), args.IntAt(1, -1))), "sep?", "maxsplit?"),
        Of("splitlines", (_, text, args) => ToList(StringSplitting.Lines(text, args.FlagAt(0))), "keepends?"),
        Of("partition", (_, text, args) => StringSplitting.Partition(text, args.StrAt(0), fromEnd: false), "sep"),
        Of("rpartition", (_, text, args) => StringSplitting.Partition(text, args.StrAt(0), fromEnd: true), "sep"),
        Of("startswith", (_, text, args) => StringSearch.HasAffix(text, args, atEnd: false),
            "prefix", "start?", "end?"),
        Of("endswith", (_, text, args) => StringSearch.HasAffix(text, args, atEnd: true),
            "suffix", "start?", "end?"),
        Of("find", (_, text, args) => StringSearch.Find(text, args, fromEnd: false), "sub", "start?", "end?"),
        Of("rfind", (_, text, args) => StringSearch.Find(text, args, fromEnd: true), "sub", "start?", "end?"),
        Of("index", (_, text, args) => StringSearch.IndexOf(text, args, fromEnd: false), "sub", "start?", "end?"),
        Of("rindex", (_, text, args) => StringSearch.IndexOf(text, args, fromEnd: true), "sub", "start?", "end?"),
        Of("count", (_, text, args) => StringSearch.Count(text, args), "sub", "start?", "end?"),
        Of("isspace", (_, text, _) => text.Length > 0 && PythonText.IsSpace(text.Text)),
        Of("isascii", (_, text, _) => text.Text.All(char.IsAscii)),
        Of("isalpha", (_, text, _) => StringSearch.All(text, StringSearch.IsAlpha)),
        Of("isdecimal", (_, text, _) => StringSearch.All(text, StringSearch.IsDecimal)),
        Of("isdigit", (_, text, _) => StringSearch.All(text, StringSearch.IsDigit)),
        Of("isnumeric", (_, text, _) => StringSearch.All(text, StringSearch.IsNumeric)),
        Of("isalnum", (_, text, _) =>
            StringSearch.All(text, code => StringSearch.IsAlpha(code) || StringSearch.IsNumeric(code))),
        Of("isprintable", (_, text, _) => text.Length == 0 || StringSearch.All(text, PythonText.IsPrintable)),
        Of("isupper", (_, text, _) => StringSearch.HasCase(text.Text, CaseMapping.IsUpper)),
        Of("islower", (_, text, _) => StringSearch.HasCase(text.Text, CaseMapping.IsLower)),
        NativeFunction.Variadic("format", (state, self, args) => BraceFormat.Apply(state, Self(self), args)),
        Of("format_map", (state, text, args) => BraceFormat.ApplyMap(state, text, args[0]), "mapping"),
    ]);

    /// <summary>What <c>separator.join(items)</c> gives.</summary>
    private static Str Join(RenderState state, Str separator, Value items)
    {
        TextBuilder output = state.RentBuilder();
        int index = 0;
        if (!Iteration.CanIterate(items))
        {
            throw new JinjaException("can only join an iterable");
        }

        foreach (Value item in Iteration.Over(items))
        {
            if (!item.TryGetString(out Str text))
            {
                throw (item.Object as PyUndefined)?.Fault() ?? new JinjaException(
                    $"sequence item {index}: expected str instance, {item.TypeName} found");
            }

            output.Append(index++ == 0 ? "" : separator);
            output.Append(Markup.Match(text, separator));
        }

        return state.ReturnBuilder(output).WithSafety(separator.IsSafe);
    }

    private static Str Strip(Str text, Arguments arguments, bool left, bool right) =>
        StringEditing.Strip(text, arguments.StrAt(0, default), left, right);

    private static PyList ToList(IEnumerable<Str> parts) => new([.. parts.Select(part => part.ToValue())]);

    private static NativeFunction Of(
        string name, Func<RenderState, Str, Arguments, Value> body, params string[] parameters) =>
        new(name, (state, self, arguments) => body(state, Self(self), arguments), parameters);

    private static Str Self(Value value) => value.TryGetString(out Str text) ? text : default;
}
