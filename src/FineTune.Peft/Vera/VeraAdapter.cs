using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>VeRA: random matrices that all layers share, scaled by two learned vectors for each (arXiv:2310.11454).</summary>
public sealed class VeraAdapter : TargetedAdapter
{
    private readonly VeraConfig _config;
    private readonly VeraProjection _shared = new();
    private ModuleScope? _scope;
    private long _widest;
    private long _tallest;

    /// <summary>Sets the adapter up.</summary>
    /// <exception cref="PeftException">Neither the config nor the architecture names targets.</exception>
    public VeraAdapter(VeraConfig config, AdapterContext context)
        : base(config, context, DefaultTargets.ForVera(context.ModelType)) => _config = config;

    /// <inheritdoc/>
    private protected override string Biases => _config.Bias;

    /// <inheritdoc/>
    public override void Built(IReadOnlyList<string> linears)
    {
        base.Built(linears);
        _shared.Draw(_config, _widest, _tallest, _scope!);
    }

    /// <inheritdoc/>
    private protected override AdaptedLinear Wrap(Linear inner, ModuleScope scope)
    {
        _scope ??= scope;
        (_widest, _tallest) = (Math.Max(_widest, inner.InFeatures), Math.Max(_tallest, inner.OutFeatures));
        return new VeraLinear(inner, _config, _shared, Switch, scope);
    }
}
