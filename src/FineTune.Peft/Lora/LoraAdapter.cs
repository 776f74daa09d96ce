using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Low-rank adaptation: wraps the targeted layers and tables (arXiv:2106.09685), with DoRA's magnitudes if asked
/// for (arXiv:2402.09353).</summary>
public sealed class LoraAdapter : TargetedAdapter
{
    private readonly LoraConfig _config;
    private readonly List<LoraEmbedding> _tables = [];
    private readonly TokenVectorSet _tokens;
    private readonly IReadOnlyDictionary<string, Tensor> _directions;
    private readonly Dictionary<string, LoftQStart> _quantized = new(StringComparer.Ordinal);

    /// <summary>Sets the adapter up.</summary>
    /// <exception cref="PeftException">The config names no targets and the architecture has no default.</exception>
    public LoraAdapter(LoraConfig config, AdapterContext context)
        : base(config, context, DefaultTargets.ForLora(context.ModelType))
    {
        if (config.NeedsSample && !config.FromFile && context.Directions.Count == 0)
        {
            throw PeftException.NoSample();
        }
        (_config, _directions) = (config, context.Directions);
        _tokens = new TokenVectorSet(
            config.TrainableTokenIndices?.Choices() ?? [], context.AddedTokens, prefix: $"{TokenVectors.Module}.", Switch);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IMergeable> Mergeables => [.. base.Mergeables, .. _tables, .. _tokens.Vectors];

    /// <summary>Tokens whose vectors are trained; null for none.</summary>
    internal TokenIndices? TrainedTokens => _tokens.Saved;

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
        var targeted = !Targets.AllLinear && Takes(inner.Path);
        if (_tokens.OnEmbedding(inner, scope) is { } withTokens)
        {
            return targeted ? throw PeftException.TokensOfTarget(inner.Path) : withTokens;
        }
        if (!targeted)
        {
            return base.OnEmbedding(inner, scope);
        }
        var table = new LoraEmbedding(inner, _config, Switch, scope);
        _tables.Add(table);
        return table;
    }

    /// <inheritdoc/>
    public override ILinear OnLinear(Linear inner, ModuleScope scope)
    {
        if (_tokens.OnOutput(inner, scope) is not { } withTokens)
        {
            return base.OnLinear(inner, scope);
        }
        return !Targets.AllLinear && Takes(inner.Path) ? throw PeftException.TokensOfTarget(inner.Path) : withTokens;
    }

    /// <inheritdoc/>
    public override void Built(IReadOnlyList<string> linears)
    {
        base.Built(linears);
        _tokens.Check(TokenIndicesJson.Key);
    }

    /// <inheritdoc/>
    private protected override AdaptedLinear Wrap(Linear inner, ModuleScope scope)
    {
        var (rank, limit) = (_config.RankOf(inner.Path), Math.Min(inner.InFeatures, inner.OutFeatures));
        if (rank > limit && !_config.FromFile)
        {
            throw PeftException.RankTooLarge("r", rank, inner.Path, limit);
        }
        if (_config.LoraBias && inner.Bias is null && !_config.FromFile)
        {
            throw PeftException.NoBiasToMerge(inner.Path);
        }
        return _config.UseDora
            ? new DoraLinear(inner, _config, StartOf(inner), Switch, scope)
            : new LoraLinear(inner, _config, StartOf(inner), Switch, scope);
    }

    /// <inheritdoc/>
    /// <remarks>LoftQ quantises what it adapts, and nothing else.</remarks>
    public override FrozenStorage? StorageOf(string linear)
    {
        if (_config.LoftQBits is null || !Takes(linear))
        {
            return null;
        }
        var start = new LoftQStart(
            _config.LoftqConfig ?? new LoftQConfig(), _config.RankOf(linear), (float)_config.ScalingOf(linear));
        _quantized.Add(linear, start);
        return start.Storage;
    }

    // Null for a start that needs no more than the layer.
    private LoraStart? StartOf(Linear inner) =>
        _quantized.Remove(inner.Path, out var quantized) ? quantized.Start(inner.FanInFanOut)
        : _directions.TryGetValue(inner.Path, out var directions)
            ? LoraStart.Made("EVA", _ => (directions, zeros([inner.OutFeatures, directions.shape[0]])))
        : null;
}
