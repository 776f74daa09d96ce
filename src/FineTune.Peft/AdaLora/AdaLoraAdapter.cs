using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>AdaLoRA: low-rank updates whose ranks are dealt out among the layers while they train
/// (arXiv:2303.10512).</summary>
public sealed class AdaLoraAdapter : TargetedAdapter, ITrainingPart
{
    private readonly AdaLoraConfig _config;
    private readonly List<AdaLoraLinear> _layers = [];
    private ModuleScope? _scope;
    private RankAllocator? _allocator;
    private bool _finished;

    /// <summary>Sets the adapter up.</summary>
    /// <exception cref="PeftException">Neither the config nor the architecture names targets.</exception>
    public AdaLoraAdapter(AdaLoraConfig config, AdapterContext context)
        : base(config, context, DefaultTargets.ForAdaLora(context.ModelType)) => _config = config;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => _allocator?.State ?? new Dictionary<string, Tensor>();

    /// <inheritdoc/>
    private protected override string Biases => _config.Bias;

    /// <summary>The steps that the schedule is made for.</summary>
    internal int? TotalSteps { get; private set; }

    /// <summary>Which ranks each layer has kept, by <c>(path).lora_E</c>; null while it trains, when none is dropped.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<bool>>? Kept => _finished
        ? _layers.ToDictionary(layer => layer.E.Name, layer => layer.Kept)
        : _config.Kept;

    /// <inheritdoc/>
    /// <exception cref="PeftException">The run is too short for the schedule.</exception>
    public void Begin(int totalSteps)
    {
        TotalSteps = _config.TotalSteps ?? totalSteps;
        if (_config.Schedule(TotalSteps.Value) is { } problem)
        {
            throw PeftException.Contradictory([problem]);
        }
        _allocator = new RankAllocator(_config, _layers, TotalSteps.Value, _scope!);
    }

    /// <inheritdoc/>
    public Tensor? Penalty()
    {
        if (_config.OrthogonalWeight == 0)
        {
            return null;
        }
        var strays = _layers.SelectMany(layer => new[] { Stray(layer.A.Value), Stray(layer.B.Value.t()) }).ToArray();
        return stack(strays).mean() * _config.OrthogonalWeight;
    }

    /// <inheritdoc/>
    public void AfterStep(int step) => _allocator!.AfterStep(step);

    /// <inheritdoc/>
    public override void Finish() => _finished = true;

    /// <inheritdoc/>
    internal override IEnumerable<StoredTensor> Stored(ParameterSet parameters)
    {
        if (!_finished)
        {
            return base.Stored(parameters);
        }
        var dropped = _layers.SelectMany(Compact).ToDictionary(t => t.Key, StringComparer.Ordinal);
        return base.Stored(parameters).Select(t => dropped.GetValueOrDefault(t.Key, t));
    }

    /// <inheritdoc/>
    private protected override AdaptedLinear Wrap(Linear inner, ModuleScope scope)
    {
        var limit = Math.Min(inner.InFeatures, inner.OutFeatures);
        if (_config.InitialRank > limit && !_config.FromFile)
        {
            throw PeftException.RankTooLarge("init_r", _config.InitialRank, inner.Path, limit);
        }
        _scope ??= scope;
        var layer = new AdaLoraLinear(inner, _config, Switch, scope);
        _layers.Add(layer);
        return layer;
    }

    // How far rows are from orthonormal.
    private static Tensor Stray(Tensor rows) =>
        (rows.mm(rows.t()) - eye(rows.shape[0], device: rows.device)).norm();

    private static IEnumerable<StoredTensor> Compact(AdaLoraLinear layer)
    {
        var kept = tensor(layer.Kept.Index().Where(k => k.Item).Select(k => (long)k.Index).ToArray(), int64)
            .to(layer.E.Value.device);
        return new[] { (layer.A, 0), (layer.E, 0), (layer.B, 1) }.Select(part =>
            StoredTensor.PartOf(part.Item1, part.Item1.Value.index_select(part.Item2, kept)));
    }
}
