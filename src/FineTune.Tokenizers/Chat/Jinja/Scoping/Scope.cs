namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// The names one scope of a template uses: the template itself, a loop body, a macro, a <c>with</c> or capturing block.
/// Decides, as Jinja does while compiling, what each name means there: a name that is only read belongs to the scope
/// around; one that is set belongs to this scope, starts with the outer value and is gone at its end.
/// </summary>
internal sealed class Scope
{
    private readonly Scope? _parent;
    private readonly Dictionary<string, Variable> _variables;
    private readonly Dictionary<string, Variable> _names;
    private readonly Dictionary<Variable, VariableSource> _sources;
    private readonly HashSet<string> _stored;

    public Scope(FunctionLayout function, Scope? parent)
        : this(function, parent, [], [], [], [])
    {
    }

    private Scope(
        FunctionLayout function,
        Scope? parent,
        Dictionary<string, Variable> variables,
        Dictionary<string, Variable> names,
        Dictionary<Variable, VariableSource> sources,
        HashSet<string> stored)
    {
        Function = function;
        _parent = parent;
        _variables = variables;
        _names = names;
        _sources = sources;
        _stored = stored;
    }

    public FunctionLayout Function { get; }

    /// <summary>A scope inside this one that runs in the same frame.</summary>
    public Scope Inner() => new(Function, this);

    /// <summary>A scope inside this one that runs in a frame of its own.</summary>
    public Scope InnerFunction() => new(new FunctionLayout(Function.Depth + 1), this);

    /// <summary>Notes that the scope reads a name.</summary>
    public void Load(string name)
    {
        if (Find(name) is null)
        {
            Define(name, VariableSource.Context(name));
        }
    }

    /// <summary>Notes that the scope sets a name.</summary>
    public void Store(string name)
    {
        _stored.Add(name);
        if (!_names.ContainsKey(name))
        {
            Variable? outer = _parent?.Find(name);
            Define(name, outer is null ? VariableSource.Unset : VariableSource.Alias(outer));
        }
    }

    /// <summary>Notes a name that entering the scope sets: a loop's target, a macro's parameter.</summary>
    public void DeclareParameter(string name)
    {
        _stored.Add(name);
        Define(name, VariableSource.Parameter);
    }

    /// <summary>A copy to note the names of one branch of an <c>if</c> in.</summary>
    public Scope Branch() => new(Function, _parent, _variables, new(_names), new(_sources), [.. _stored]);

    /// <summary>Takes over what the branches of an <c>if</c> noted.</summary>
    public void Merge(IReadOnlyList<Scope> branches)
    {
        string[] newlyStored = [.. branches.SelectMany(branch => branch._stored).Distinct().Except(_stored)];
        foreach (Scope branch in branches)
        {
            foreach ((string name, Variable variable) in branch._names)
            {
                _names[name] = variable;
            }

            foreach ((Variable variable, VariableSource source) in branch._sources)
            {
                _sources[variable] = source;
            }

            _stored.UnionWith(branch._stored);
        }

        // What only some branches set keeps its outer value in the others.
        foreach (string name in newlyStored)
        {
            Variable? outer = _parent?.Find(name);
            _sources[_names[name]] = outer is null ? VariableSource.Context(name) : VariableSource.Alias(outer);
        }
    }

    /// <summary>How code in this scope reaches a name it noted before.</summary>
    public VariableReference Reference(string name) => Find(name)!.From(Function);

    /// <summary>What entering the scope has to do.</summary>
    public ScopeEntry CompileEntry() => new(
        [.. _sources.Where(entry => !entry.Value.IsParameter).Select(entry => new ScopeEntry.Initializer(
            entry.Key.From(Function), entry.Value.Outer?.From(Function), entry.Value.ContextName))]);

    private Variable? Find(string name) =>
        _names.TryGetValue(name, out Variable? variable) ? variable : _parent?.Find(name);

    private void Define(string name, VariableSource source)
    {
        if (!_variables.TryGetValue(name, out Variable? variable))
        {
            _variables[name] = variable = Function.Add();
        }

        _names[name] = variable;
        _sources[variable] = source;
    }
}
