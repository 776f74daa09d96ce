using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>LoHa: adds the product, element by element, of two low-rank matrices (arXiv:2108.06098).</summary>
public sealed class LoHaAdapter : TargetedAdapter
{
    private readonly LoHaConfig _config;

    /// <summary>Sets the adapter up.</summary>
    /// <exception cref="PeftException">Neither the config nor the architecture names targets.</exception>
    public LoHaAdapter(LoHaConfig config, AdapterContext context)
        : base(config, context, DefaultTargets.ForLora(context.ModelType)) => _config = config;

    /// <inheritdoc/>
    private protected override AdaptedLinear Wrap(Linear inner, ModuleScope scope) =>
        new LoHaLinear(inner, _config, Switch, scope);
}
