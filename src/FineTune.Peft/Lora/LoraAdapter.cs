using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>Low-rank adaptation: wraps the targeted linear layers (arXiv:2106.09685).</summary>
public sealed class LoraAdapter : Adapter
{
    private readonly LoraConfig _config;
    private readonly TargetModules _targets;
    private readonly AdapterSwitch _switch = new();
    private readonly List<LoraLinear> _layers = [];
    private readonly List<LoraEmbedding> _tables = [];
    private IReadOnlyList<string> _linears = [];

    /// <summary>Sets the adapter up.</summary>
    /// <exception cref="PeftException">The config names no targets and the architecture has no default.</exception>
    public LoraAdapter(LoraConfig config, AdapterContext context)
        : base(config, context)
    {
        _config = config;
        _targets = config.TargetModules
            ?? DefaultTargets.ForLora(context.ModelType)
            ?? throw PeftException.NoDefaultTargets(context.ModelType);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IMergeable> Mergeables => [.. _layers, .. _tables];

    /// <inheritdoc/>
    /// <remarks>PEFT stores an adapted table's base beside its adapter.</remarks>
    public override IReadOnlyList<Parameter> StoredBase => [.. _tables.Select(t => t.Weight)];

    /// <summary>Whether some adapted layer's base weight is stored as <c>[in, out]</c>.</summary>
    internal bool FanInFanOut => _layers.Any(l => l.FanInFanOut);

    /// <summary>Paths of the adapted layers.</summary>
    public IReadOnlyList<string> AdaptedPaths => [.. _layers.Select(l => l.Path)];

    /// <summary>The targets as an adapter folder states them: a list or an expression that names the adapted layers in
    /// any tool. <c>all-linear</c> is spelled out, since what it leaves out differs between tools.</summary>
    internal TargetModules SavedTargets
    {
        get
        {
            if (!_targets.AllLinear)
            {
                return _targets;
            }
            var names = AdaptedPaths.Select(p => p[(p.LastIndexOf('.') + 1)..]).Distinct().Order().ToList();
            var byName = TargetModules.List(names);
            return TargetModules.List(_linears.Count(byName.Matches) == _layers.Count ? names : AdaptedPaths);
        }
    }

    /// <inheritdoc/>
    public override ILinear OnLinear(Linear inner, ModuleScope scope)
    {
        if (!IsTarget(inner.Path) || (_targets.AllLinear && inner.IsOutput))
        {
            return inner;
        }
        var (rank, limit) = (_config.RankOf(inner.Path), Math.Min(inner.InFeatures, inner.OutFeatures));
        if (rank > limit)
        {
            throw PeftException.RankTooLarge(rank, inner.Path, limit);
        }
        var layer = new LoraLinear(inner, _config, _switch, scope);
        _layers.Add(layer);
        return layer;
    }

    /// <inheritdoc/>
    public override IEmbedding OnEmbedding(Embedding inner, ModuleScope scope)
    {
        if (_targets.AllLinear || !IsTarget(inner.Path))
        {
            return inner;
        }
        var table = new LoraEmbedding(inner, _config, _switch, scope);
        _tables.Add(table);
        return table;
    }

    /// <inheritdoc/>
    /// <exception cref="PeftException">The targets, or some of their names, match no linear layer.</exception>
    public override void Built(IReadOnlyList<string> linears)
    {
        base.Built(linears);
        _linears = linears;
        if (_layers.Count + _tables.Count == 0)
        {
            throw PeftException.NoTargets(_targets, linears);
        }
        var unmatched = (_targets.Names ?? [])
            .Where(name => !linears.Concat(_tables.Select(t => t.Path)).Any(TargetModules.List([name]).Matches))
            .ToList();
        if (unmatched.Count > 0)
        {
            throw PeftException.UnmatchedNames(unmatched, linears);
        }
    }

    private bool IsTarget(string path) =>
        _targets.Matches(path) && _config.ExcludeModules?.Matches(path) != true;

    /// <inheritdoc/>
    protected override void SetEnabled(bool enabled) => _switch.Enabled = enabled;
}
