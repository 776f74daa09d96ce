using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>Low-rank adaptation: wraps the targeted layers and tables (arXiv:2106.09685), with DoRA's magnitudes if asked
/// for (arXiv:2402.09353).</summary>
public sealed class LoraAdapter : TargetedAdapter
{
    private readonly LoraConfig _config;
    private readonly List<LoraEmbedding> _tables = [];

    /// <summary>Sets the adapter up.</summary>
    /// <exception cref="PeftException">The config names no targets and the architecture has no default.</exception>
    public LoraAdapter(LoraConfig config, AdapterContext context)
        : base(config, context, DefaultTargets.ForLora(context.ModelType)) => _config = config;

    /// <inheritdoc/>
    public override IReadOnlyList<IMergeable> Mergeables => [.. base.Mergeables, .. _tables];

    /// <inheritdoc/>
    /// <remarks>PEFT stores an adapted table's base beside its adapter.</remarks>
    public override IReadOnlyList<Parameter> StoredBase => [.. _tables.Select(t => t.Weight)];

    /// <inheritdoc/>
    private protected override IEnumerable<string> OtherPaths => _tables.Select(t => t.Path);

    /// <inheritdoc/>
    private protected override string Biases => _config.Bias;

    /// <inheritdoc/>
    public override IEmbedding OnEmbedding(Embedding inner, ModuleScope scope)
    {
        if (Targets.AllLinear || !Takes(inner.Path))
        {
            return inner;
        }
        var table = new LoraEmbedding(inner, _config, Switch, scope);
        _tables.Add(table);
        return table;
    }

    /// <inheritdoc/>
    private protected override AdaptedLinear Wrap(Linear inner, ModuleScope scope)
    {
        var (rank, limit) = (_config.RankOf(inner.Path), Math.Min(inner.InFeatures, inner.OutFeatures));
        if (rank > limit && !_config.FromFile)
        {
            throw PeftException.RankTooLarge("r", rank, inner.Path, limit);
        }
        return _config.UseDora
            ? new DoraLinear(inner, _config, Switch, scope)
            : new LoraLinear(inner, _config, Switch, scope);
    }
}
