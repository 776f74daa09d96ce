using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>Bottleneck adapters (arXiv:1902.00751): small networks at the ends of the layers' halves, or beside them.
/// </summary>
public sealed class BottleneckAdapter : Adapter
{
    private readonly BottleneckConfig _config;
    private readonly AdapterSwitch _switch = new();
    private long _hidden;

    /// <summary>Sets the adapter up.</summary>
    public BottleneckAdapter(BottleneckConfig config, AdapterContext context)
        : base(config, context) => _config = config;

    /// <inheritdoc/>
    public override IReadOnlyList<IMergeable> Mergeables => [];

    /// <inheritdoc/>
    /// <exception cref="PeftException">The model is narrower than the factor by which adapters are.</exception>
    public override void OnLayer(LayerPlace layer)
    {
        _hidden = layer.Body.HiddenSize;
        if (_config.ReductionFactor is { } factor && factor > _hidden)
        {
            throw PeftException.ReductionTooLarge(factor, _hidden);
        }
    }

    /// <inheritdoc/>
    public override ISublayerAdapter? OnSublayer(Sublayer half, ModuleScope scope) =>
        half == Sublayer.Attention && _config.Placement != BottleneckConfig.Houlsby
            ? null
            : new BottleneckLayer(
                _config, _switch, _hidden, scope.Sub(half == Sublayer.Attention ? "attention_adapter" : "output_adapter"));

    /// <inheritdoc/>
    protected override void SetEnabled(bool enabled) => _switch.Enabled = enabled;
}
