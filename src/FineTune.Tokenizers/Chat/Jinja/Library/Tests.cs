using System.Collections.Frozen;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Every test, by name: what may follow <c>is</c>.</summary>
internal static class Tests
{
    private static readonly FrozenDictionary<string, NativeFunction> All = new[]
    {
        Of("defined", (value, _) => !value.IsUndefined),
        Of("undefined", (value, _) => value.IsUndefined),
        Of("none", (value, _) => value.IsNone),
        Of("boolean", (value, _) => value.IsBool),
        Of("true", (value, _) => value.IsBool && value.IsTruthy),
        Of("false", (value, _) => value.IsBool && !value.IsTruthy),
        Of("integer", (value, _) => value.Kind is ValueKind.Int or ValueKind.BigInt),
        Of("float", (value, _) => value.IsFloat),
        Of("number", (value, _) => value.IsNumber),
        Of("string", (value, _) => value.IsString),
        Of("mapping", (value, _) => value.Object is PyDict),
        Of("sequence", (value, _) => value.IsString || value.Object is { IsSequence: true }),
        Of("iterable", (value, _) => Iteration.CanIterate(value)),
        Of("callable", (value, _) => value.Object is { IsCallable: true } or PyUndefined),
        Of("escaped", (value, _) => value.TryGetString(out Str text) && text.IsSafe),
        Of("lower", (value, _) => StringSearch.HasCase(TextBuilder.StrOf(value), CaseMapping.IsLower)),
        Of("upper", (value, _) => StringSearch.HasCase(TextBuilder.StrOf(value), CaseMapping.IsUpper)),
        Of("filter", (value, _) => value.TextOrNull is string name && Filters.Find(name) is not null),
        Of("test", (value, _) => value.TextOrNull is string name && Find(name) is not null),
        Of("sameas", (value, arguments) => value.IsSameAs(arguments[0]), "other"),
        Of("in", (value, arguments) => Comparison.IsIn(value, arguments[0]), "seq"),
        new NativeFunction("odd", (state, value, _) => IsRemainder(state, value, 2, 1)),
        new NativeFunction("even", (state, value, _) => IsRemainder(state, value, 2, 0)),
        new NativeFunction(
            "divisibleby", (state, value, arguments) => IsRemainder(state, value, arguments[0], 0), "num"),
        Compares("==", "=="), Compares("eq", "=="), Compares("equalto", "=="),
        Compares("!=", "!="), Compares("ne", "!="),
        Compares("<", "<"), Compares("lt", "<"), Compares("lessthan", "<"),
        Compares("<=", "<="), Compares("le", "<="),
        Compares(">", ">"), Compares("gt", ">"), Compares("greaterthan", ">"),
        Compares(">=", ">="), Compares("ge", ">="),
    }.ToFrozenDictionary(test => test.Name);

    public static NativeFunction? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The error for a name that is no test.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ending">How the sentence ends; Jinja has two ways.</param>
    public static JinjaException Unknown(string name, string ending = "") => new($"No test named '{name}'{ending}.");

    private static NativeFunction Of(string name, Func<Value, Arguments, bool> body, params string[] parameters) =>
        new(name, (_, value, arguments) => body(value, arguments), parameters);

    private static NativeFunction Compares(string name, string operation) =>
        Of(name, (value, arguments) => Comparison.Holds(value, operation, arguments[0]), "other");

    private static bool IsRemainder(RenderState state, Value value, Value divisor, Value remainder) =>
        Comparison.AreEqual(Arithmetic.Apply(state, value, "%", divisor), remainder);
}
