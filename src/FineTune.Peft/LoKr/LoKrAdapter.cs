using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>LoKr: adds the Kronecker product of two matrices (arXiv:2309.14859).</summary>
public sealed class LoKrAdapter : TargetedAdapter
{
    private readonly LoKrConfig _config;

    /// <summary>Sets the adapter up.</summary>
    /// <exception cref="PeftException">Neither the config nor the architecture names targets.</exception>
    public LoKrAdapter(LoKrConfig config, AdapterContext context)
        : base(config, context, DefaultTargets.ForLora(context.ModelType)) => _config = config;

    /// <inheritdoc/>
    private protected override AdaptedLinear Wrap(Linear inner, ModuleScope scope) =>
        new LoKrLinear(inner, _config, Switch, scope);
}
