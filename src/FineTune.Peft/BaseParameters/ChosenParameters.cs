namespace FineTune.Peft;

/// <summary>A method that adds nothing: some parameters of the base model are trained in their place. What they were is
/// kept, so that they can be gone back to; merging writes them as they are.</summary>
public abstract class ChosenParameters : Adapter
{
    private readonly List<string> _modules = [];

    private protected ChosenParameters(PeftConfig config, AdapterContext context)
        : base(config, context)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IMergeable> Mergeables => [];

    /// <summary>Number of parameters that were chosen.</summary>
    private protected int Chosen { get; private set; }

    /// <summary>Every module that has parameters of its own, in order of construction.</summary>
    private protected IReadOnlyList<string> Modules => _modules;

    /// <inheritdoc/>
    public sealed override bool TrainsTensor(string path, bool inNorm)
    {
        var module = path[..path.LastIndexOf('.')];
        if (_modules.Count == 0 || _modules[^1] != module)
        {
            _modules.Add(module);
        }
        var chosen = Chooses(module, path[(module.Length + 1)..], inNorm);
        Chosen += chosen ? 1 : 0;
        return chosen;
    }

    /// <summary>Whether a parameter is trained.</summary>
    /// <param name="module">The path of its module.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="inNorm">Whether the module is a normalisation layer.</param>
    private protected abstract bool Chooses(string module, string name, bool inNorm);

    /// <summary>Complains of names and expressions that matched no module.</summary>
    /// <param name="key">The config's key.</param>
    /// <param name="targets">The choice; null for none.</param>
    /// <param name="matches">Whether one of its names, or the expression, matches a module.</param>
    /// <exception cref="PeftException">Some did not.</exception>
    private protected void CheckMatched(
        string key, TargetModules? targets, Func<TargetModules, string, bool> matches)
    {
        IEnumerable<TargetModules> parts = targets?.Names is { } names
            ? names.Select(name => TargetModules.List([name]))
            : targets is null ? [] : [targets];
        var unmatched = parts.Where(part => !_modules.Any(module => matches(part, module)))
            .Select(part => part.Text ?? part.Names![0])
            .ToList();
        if (unmatched.Count > 0)
        {
            throw PeftException.UnmatchedModules(key, unmatched, _modules);
        }
    }

    /// <summary>There is no layer of the adapter to switch: the base parameters go back to what they were.</summary>
    protected override void SetEnabled(bool enabled)
    {
    }
}
