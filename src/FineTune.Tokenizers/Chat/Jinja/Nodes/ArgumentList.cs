namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The arguments of a call as written, <c>*args</c> and <c>**kwargs</c> included.</summary>
internal sealed class ArgumentList(
    IReadOnlyList<Expression> positional,
    IReadOnlyList<KeyValuePair<string, Expression>> named,
    Expression? restPositional,
    Expression? restNamed)
{
    public static readonly ArgumentList Empty = new([], [], null, null);

    private readonly Expression[] _positional = [.. positional];
    private readonly KeyValuePair<string, Expression>[] _named = [.. named];

    public IEnumerable<Expression> Expressions =>
    [
        .. _positional,
        .. _named.Select(entry => entry.Value),
        .. new[] { restPositional, restNamed }.OfType<Expression>(),
    ];

    public Arguments Evaluate(Frame frame)
    {
        Value[] byPosition = _positional.Length == 0 ? [] : new Value[_positional.Length];
        for (int i = 0; i < byPosition.Length; i++)
        {
            byPosition[i] = _positional[i].Evaluate(frame);
        }

        KeyValuePair<string, Value>[]? byName = _named.Length == 0
            ? null
            : Array.ConvertAll(_named, entry => KeyValuePair.Create(entry.Key, entry.Value.Evaluate(frame)));
        if (restPositional is not null)
        {
            byPosition = [.. byPosition, .. Iteration.Over(restPositional.Evaluate(frame))];
        }

        if (restNamed is not null)
        {
            byName = [.. byName ?? [], .. Unpack(restNamed.Evaluate(frame))];
        }

        return new Arguments(byPosition, byName);
    }

    private static IEnumerable<KeyValuePair<string, Value>> Unpack(Value rest)
    {
        PyDict dict = rest.Object as PyDict ??
            throw new JinjaException($"argument after ** must be a mapping, not {rest.TypeName}");
        return dict.EntryArray().Select(entry => KeyValuePair.Create(
            entry.Key.TextOrNull ?? throw new JinjaException("keywords must be strings"), entry.Value));
    }
}
