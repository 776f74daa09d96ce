using System.Collections.Frozen;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Every filter, by name.</summary>
internal static class Filters
{
    private static readonly FrozenDictionary<string, NativeFunction> All = new NativeFunction[]
    {
        new("abs", NumberFilters.Abs),
        new("attr", SequenceFilters.Attribute, "name"),
        new("batch", SequenceFilters.Batch, "linecount", "fill_with?"),
        new("capitalize", StringFilters.Capitalize),
        new("center", StringFilters.Center, "width?"),
        new("count", SequenceFilters.Length),
        new("d", SequenceFilters.Default, "default_value?", "boolean?"),
        new("default", SequenceFilters.Default, "default_value?", "boolean?"),
        new("dictsort", OrderFilters.DictSort, "case_sensitive?", "by?", "reverse?"),
        new("e", StringFilters.Escape),
        new("escape", StringFilters.Escape),
        new("first", SequenceFilters.First),
        new("float", NumberFilters.ToFloat, "default?"),
        new("forceescape", StringFilters.ForceEscape),
        NativeFunction.Variadic("format", StringFilters.Format),
        new("groupby", OrderFilters.GroupBy, "attribute", "default?", "case_sensitive?"),
        new("indent", StringFilters.Indent, "width?", "first?", "blank?"),
        new("int", NumberFilters.ToInteger, "default?", "base?"),
        new("items", SequenceFilters.Items),
        new("join", StringFilters.Join, "d?", "attribute?"),
        new("last", SequenceFilters.Last),
        new("length", SequenceFilters.Length),
        new("list", SequenceFilters.ToList),
        new("lower", StringFilters.Lower),
        NativeFunction.Variadic("map", SelectionFilters.Map),
        new("max", OrderFilters.Max, "case_sensitive?", "attribute?"),
        new("min", OrderFilters.Min, "case_sensitive?", "attribute?"),
        NativeFunction.Variadic("reject", SelectionFilters.Reject),
        NativeFunction.Variadic("rejectattr", SelectionFilters.RejectAttribute),
        new("replace", StringFilters.Replace, "old", "new", "count?"),
        new("reverse", SequenceFilters.Reverse),
        new("round", NumberFilters.Round, "precision?", "method?"),
        new("safe", StringFilters.MarkSafe),
        NativeFunction.Variadic("select", SelectionFilters.Select),
        NativeFunction.Variadic("selectattr", SelectionFilters.SelectAttribute),
        new("slice", SequenceFilters.Slice, "slices", "fill_with?"),
        new("sort", OrderFilters.Sort, "reverse?", "case_sensitive?", "attribute?"),
        new("string", StringFilters.ToSoftString),
        new("sum", NumberFilters.Sum, "attribute?", "start?"),
        new("title", StringFilters.Title),
        new("tojson", JsonFilter.Apply, "ensure_ascii?", "indent?", "separators?", "sort_keys?"),
        new("trim", StringFilters.Trim, "chars?"),
        new("truncate", StringFilters.Truncate, "length?", "killwords?", "end?", "leeway?"),
        new("unique", OrderFilters.Unique, "case_sensitive?", "attribute?"),
        new("upper", StringFilters.Upper),
        new("urlencode", StringFilters.UrlEncode),
        new("wordcount", StringFilters.WordCount),
    }.ToFrozenDictionary(filter => filter.Name);

    // Jinja's other filters make HTML, wrap lines or roll dice; no chat template needs them.
    private static readonly string[] Unsupported =
        ["filesizeformat", "pprint", "random", "striptags", "urlize", "wordwrap", "xmlattr"];

    public static NativeFunction? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The error for a name that is no filter.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ending">How the sentence ends; Jinja has two ways.</param>
    public static JinjaException Unknown(string name, string ending = "") => new(Unsupported.Contains(name)
        ? $"The filter '{name}' is not supported in chat templates."
        : $"No filter named '{name}'{ending}.");
}
