namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// What a macro and the body of a <c>{% call %}</c> block have in common: parameters, defaults and a body.
/// </summary>
/// <param name="position">Where it starts.</param>
/// <param name="name">The macro's name; null for a call block.</param>
/// <param name="parameters">The parameters.</param>
/// <param name="defaults">Default values of the last parameters.</param>
/// <param name="body">The body.</param>
internal sealed class MacroDefinition(
    int position, string? name, IReadOnlyList<NameTarget> parameters, IReadOnlyList<Expression> defaults, Block body)
    : Node(position)
{
    private readonly NameTarget _caller = new(position, "caller");
    private readonly NameTarget _kwargs = new(position, "kwargs");
    private readonly NameTarget _varargs = new(position, "varargs");
    private ScopeEntry _entry = new([]);
    private FunctionLayout _layout = new(0);
    private bool _usesCaller;
    private bool _usesKwargs;
    private bool _usesVarargs;

    public string? Name { get; } = name;

    public IReadOnlyList<NameTarget> Parameters { get; } = parameters;

    public override IEnumerable<Node> Children => [.. Parameters, .. defaults, body];

    /// <summary>The body is a scope of its own and says nothing to the scope around.</summary>
    public override void Declare(Scope scope)
    {
    }

    public override void Bind(Scope scope)
    {
        Scope inner = scope.InnerFunction();
        foreach (NameTarget parameter in Parameters)
        {
            parameter.DeclareParameters(inner);
        }

        foreach (Node node in defaults.Append<Node>(body))
        {
            node.Declare(inner);
        }

        _usesCaller = DeclareSpecial(inner, _caller);
        _usesKwargs = DeclareSpecial(inner, _kwargs);
        _usesVarargs = DeclareSpecial(inner, _varargs);
        foreach (Node child in Children)
        {
            child.Bind(inner);
        }

        _entry = inner.CompileEntry();
        _layout = inner.Function;
    }

    /// <summary>Calls the macro.</summary>
    /// <param name="outer">The frame it was defined in.</param>
    /// <param name="arguments">The arguments.</param>
    public Value Invoke(Frame outer, Arguments arguments)
    {
        RenderState state = outer.State;
        state.EnterCall();
        Frame frame = outer.Enter(_layout.SlotCount);
        _entry.Run(frame);
        AssignArguments(frame, arguments);
        AssignDefaults(frame);
        TextBuilder output = state.RentBuilder();
        body.Execute(frame, output);
        state.LeaveCall();
        return state.ReturnBuilder(output);
    }

    private bool DeclareSpecial(Scope scope, NameTarget special)
    {
        if (Parameters.Any(parameter => parameter.Name == special.Name) || !ReadsBeforeSetting([body], special.Name))
        {
            return false;
        }

        special.DeclareParameters(scope);
        special.Bind(scope);
        return true;
    }

    private void AssignArguments(Frame frame, Arguments arguments)
    {
        Value[] positional = arguments.Positional;
        var named = arguments.Named.ToList();
        for (int i = 0; i < Parameters.Count; i++)
        {
            NameTarget parameter = Parameters[i];
            parameter.Assign(frame, i < positional.Length ? positional[i] : Take(named, parameter.Name));
        }

        if (_usesCaller)
        {
            Value caller = Take(named, _caller.Name);
            _caller.Assign(frame, caller.IsMissing ? PyUndefined.Because("No caller defined") : caller);
        }

        if (_usesKwargs)
        {
            var rest = new PyDict(named.Count);
            named.ForEach(entry => rest.Set(entry.Key, entry.Value));
            _kwargs.Assign(frame, rest);
        }
        else if (named.Count > 0)
        {
            throw new JinjaException(named.Exists(entry => entry.Key == _caller.Name)
                ? $"macro '{Name}' was invoked with two values for the special caller argument. " +
                    "This is most likely a bug."
                : $"macro '{Name}' takes no keyword argument '{named[0].Key}'");
        }

        if (_usesVarargs)
        {
            _varargs.Assign(frame, new PyTuple([.. positional.Skip(Parameters.Count)]));
        }
        else if (positional.Length > Parameters.Count)
        {
            throw new JinjaException($"macro '{Name}' takes not more than {Parameters.Count} argument(s)");
        }
    }

    private static Value Take(List<KeyValuePair<string, Value>> named, string wanted)
    {
        int at = named.FindIndex(entry => entry.Key == wanted);
        if (at < 0)
        {
            return default;
        }

        Value value = named[at].Value;
        named.RemoveAt(at);
        return value;
    }

    private void AssignDefaults(Frame frame)
    {
        int firstDefault = Parameters.Count - defaults.Count;
        for (int i = 0; i < Parameters.Count; i++)
        {
            NameTarget parameter = Parameters[i];
            if (parameter.Read(frame).IsMissing)
            {
                parameter.Assign(frame, i >= firstDefault
                    ? defaults[i - firstDefault].Evaluate(frame)
                    : PyUndefined.Because($"parameter '{parameter.Name}' was not provided"));
            }
        }
    }
}
