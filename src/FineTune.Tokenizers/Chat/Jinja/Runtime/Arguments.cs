namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The arguments of a call.</summary>
/// <param name="positional">Arguments by position.</param>
/// <param name="named">Arguments by name; null where there are none.</param>
internal readonly struct Arguments(Value[] positional, KeyValuePair<string, Value>[]? named = null)
{
    public static readonly Arguments None = new([]);

    public Value[] Positional { get; } = positional;

    public KeyValuePair<string, Value>[] Named { get; } = named ?? [];

    /// <summary>The positional argument, or <see cref="ValueKind.Missing"/>.</summary>
    public Value this[int index] => index < Positional.Length ? Positional[index] : default;

    /// <summary>The named argument, or <see cref="ValueKind.Missing"/>.</summary>
    public Value this[string name]
    {
        get
        {
            foreach ((string key, Value value) in Named)
            {
                if (key == name)
                {
                    return value;
                }
            }

            return default;
        }
    }

    /// <summary>The same arguments without the first positional ones.</summary>
    public Arguments Skip(int count) => new(Positional[Math.Min(count, Positional.Length)..], Named);

    /// <summary>Puts every argument into the position its parameter has, as a Python call does.</summary>
    /// <param name="function">The function's name, for error messages.</param>
    /// <param name="parameters">The names of its parameters.</param>
    /// <param name="required">How many of them must be given.</param>
    public Arguments Bind(string function, string[] parameters, int required)
    {
        if (Positional.Length > parameters.Length)
        {
            throw new JinjaException(
                $"{function}() takes at most {parameters.Length} arguments ({Positional.Length} given)");
        }

        if (Named.Length == 0 && Positional.Length >= required)
        {
            return this;
        }

        var bound = new Value[parameters.Length];
        Positional.CopyTo(bound, 0);
        foreach ((string name, Value value) in Named)
        {
            int at = Array.IndexOf(parameters, name);
            if (at < 0)
            {
                throw new JinjaException($"{function}() got an unexpected keyword argument '{name}'");
            }

            if (!bound[at].IsMissing)
            {
                throw new JinjaException($"{function}() got multiple values for argument '{name}'");
            }

            bound[at] = value;
        }

        int missing = Array.FindIndex(bound, 0, required, value => value.IsMissing);
        return missing < 0
            ? new Arguments(bound)
            : throw new JinjaException($"{function}() is missing its argument '{parameters[missing]}'");
    }

    public bool FlagAt(int index, bool otherwise = false) => this[index] is { IsMissing: false } value
        ? value.IsTruthy
        : otherwise;

    /// <summary>An integer argument; none and a missing one are <paramref name="otherwise"/>.</summary>
    public int IntAt(int index, int otherwise) => this[index] switch
    {
        { IsMissing: true } or { IsNone: true } => otherwise,
        { IsInt: true } or { IsBool: true } => (int)Math.Clamp(this[index].Integer, int.MinValue, int.MaxValue),
        var other => throw new JinjaException($"'{other.TypeName}' object cannot be interpreted as an integer"),
    };

    /// <summary>A string argument that must be there.</summary>
    public Str StrAt(int index) => this[index].TryGetString(out Str text)
        ? text
        : throw (this[index].Object as PyUndefined)?.Fault() ?? new JinjaException(this[index].IsMissing
            ? $"argument {index + 1} is missing"
            : $"argument {index + 1} must be str, not {this[index].TypeName}");

    /// <summary>A string argument; none and a missing one are <paramref name="otherwise"/>.</summary>
    public Str StrAt(int index, Str otherwise) =>
        this[index].IsMissing || this[index].IsNone ? otherwise : StrAt(index);
}
