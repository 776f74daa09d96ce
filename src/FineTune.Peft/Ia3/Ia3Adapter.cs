using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>(IA)³: rescales what the chosen layers take in or give out (arXiv:2205.05638).</summary>
public sealed class Ia3Adapter : TargetedAdapter
{
    private readonly Ia3Config _config;

    /// <summary>Sets the adapter up.</summary>
    /// <exception cref="PeftException">Neither the config nor the architecture names targets.</exception>
    public Ia3Adapter(Ia3Config config, AdapterContext context)
        : base(config, context, DefaultTargets.ForIa3(context.ModelType))
    {
        _config = config;
        FeedForward = config.FeedforwardModules
            ?? DefaultTargets.ForIa3FeedForward(context.ModelType)
            ?? TargetModules.List([]);
    }

    /// <summary>The targets whose input is scaled.</summary>
    internal TargetModules FeedForward { get; }

    /// <inheritdoc/>
    private protected override AdaptedLinear Wrap(Linear inner, ModuleScope scope) =>
        new Ia3Linear(inner, ScalesInput(inner.Path), _config.InitWeights, Switch, scope);

    // PEFT matches the bare end of the path here, not whole parts of it.
    private bool ScalesInput(string path) => FeedForward.Names is { } names
        ? names.Any(name => path.EndsWith(name, StringComparison.Ordinal))
        : FeedForward.Matches(path);
}
