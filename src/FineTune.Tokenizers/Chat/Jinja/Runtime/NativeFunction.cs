namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A filter, method or global function that comes with the language.</summary>
internal sealed class NativeFunction
{
    private readonly string[]? _parameters;
    private readonly int _required;
    private readonly NativeBody _body;

    /// <summary>A function with fixed parameters; those whose names end in <c>?</c> may be left out.</summary>
    public NativeFunction(string name, NativeBody body, params string[] parameters)
    {
        Name = name;
        _body = body;
        _parameters = Array.ConvertAll(parameters, parameter => parameter.TrimEnd('?'));
        _required = parameters.Count(parameter => !parameter.EndsWith('?'));
    }

    private NativeFunction(string name, NativeBody body)
    {
        Name = name;
        _body = body;
    }

    public string Name { get; }

    /// <summary>A function that takes arguments of any number and name.</summary>
    public static NativeFunction Variadic(string name, NativeBody body) => new(name, body);

    public Value Invoke(RenderState state, Value self, Arguments arguments) =>
        _body(state, self, _parameters is null ? arguments : arguments.Bind(Name, _parameters, _required));
}
