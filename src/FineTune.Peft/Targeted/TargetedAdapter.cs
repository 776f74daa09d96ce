using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>An adapter that wraps chosen layers.</summary>
public abstract class TargetedAdapter : Adapter
{
    private readonly TargetedConfig _config;
    private readonly List<AdaptedLinear> _layers = [];
    private IReadOnlyList<string> _linears = [];

    /// <summary>Sets an adapter up.</summary>
    /// <param name="config">The method's settings.</param>
    /// <param name="context">The model it is for.</param>
    /// <param name="defaults">The architecture's usual targets; null where there are none.</param>
    /// <exception cref="PeftException">Neither the config nor the architecture names targets.</exception>
    protected TargetedAdapter(TargetedConfig config, AdapterContext context, TargetModules? defaults)
        : base(config, context)
    {
        _config = config;
        Targets = config.TargetModules ?? defaults ?? throw PeftException.NoDefaultTargets(context.ModelType);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IMergeable> Mergeables => _layers;

    /// <summary>Paths of the adapted linear layers.</summary>
    public IReadOnlyList<string> AdaptedPaths => [.. _layers.Select(l => l.Path)];

    /// <summary>The chosen layers.</summary>
    protected TargetModules Targets { get; }

    /// <summary>The adapter's switch, shared by its layers.</summary>
    private protected AdapterSwitch Switch { get; } = new();

    /// <summary>Paths of adapted modules other than linear layers.</summary>
    private protected virtual IEnumerable<string> OtherPaths => [];

    /// <summary>Which biases of the base model train too, in PEFT's words: none, all, or the method's own word for those of
    /// the adapted layers.</summary>
    private protected virtual string Biases => LoraConfig.NoBias;

    /// <summary>Whether some adapted layer's base weight is stored as <c>[in, out]</c>.</summary>
    internal bool FanInFanOut => _layers.Any(l => l.Inner.FanInFanOut);

    /// <summary>The targets as an adapter folder states them: a list or an expression that names the adapted layers in
    /// any tool. <c>all-linear</c> is spelled out, since what it leaves out differs between tools.</summary>
    internal TargetModules SavedTargets
    {
        get
        {
            if (!Targets.AllLinear)
            {
                return Targets;
            }
            var names = AdaptedPaths.Select(p => p[(p.LastIndexOf('.') + 1)..]).Distinct().Order().ToList();
            var byName = TargetModules.List(names);
            return TargetModules.List(_linears.Count(byName.Matches) == _layers.Count ? names : AdaptedPaths);
        }
    }

    /// <inheritdoc/>
    public override bool TrainsTensor(string path, bool inNorm) =>
        path.EndsWith(".bias", StringComparison.Ordinal)
        && Biases switch
        {
            LoraConfig.NoBias => false,
            LoraConfig.AllBiases => true,
            _ => Takes(path[..path.LastIndexOf('.')]),
        };

    /// <inheritdoc/>
    public override ILinear OnLinear(Linear inner, ModuleScope scope)
    {
        if (!Takes(inner.Path) || (Targets.AllLinear && inner.IsOutput))
        {
            return base.OnLinear(inner, scope);
        }
        if (inner.Bias is { Trainable: true } bias)
        {
            bias.StoredName = StoredTensor.BaseLayerName(bias.Name);
        }
        var layer = Wrap(inner, scope);
        _layers.Add(layer);
        return layer;
    }

    /// <inheritdoc/>
    /// <exception cref="PeftException">The targets, or some of their names, match no layer.</exception>
    public override void Built(IReadOnlyList<string> linears)
    {
        base.Built(linears);
        _linears = linears;
        if (_layers.Count == 0 && !OtherPaths.Any())
        {
            throw PeftException.NoTargets(Targets, linears);
        }
        var unmatched = (Targets.Names ?? [])
            .Where(name => !linears.Concat(OtherPaths).Any(TargetModules.List([name]).Matches))
            .ToList();
        if (unmatched.Count > 0)
        {
            throw PeftException.UnmatchedNames(unmatched, linears);
        }
    }

    /// <summary>Whether a module is to be adapted.</summary>
    protected bool Takes(string path) => _config.Takes(path, Targets);

    /// <summary>Puts the method around a layer.</summary>
    private protected abstract AdaptedLinear Wrap(Linear inner, ModuleScope scope);

    /// <inheritdoc/>
    protected override void SetEnabled(bool enabled) => Switch.Enabled = enabled;
}
