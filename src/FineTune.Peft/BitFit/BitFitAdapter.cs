namespace FineTune.Peft;

/// <summary>BitFit (arXiv:2106.10199): the model's biases are trained, and nothing else of it.</summary>
public sealed class BitFitAdapter : ChosenParameters
{
    private readonly BitFitConfig _config;

    /// <summary>Sets the method up.</summary>
    public BitFitAdapter(BitFitConfig config, AdapterContext context)
        : base(config, context) => _config = config;

    /// <inheritdoc/>
    /// <exception cref="PeftException">The model has no such biases.</exception>
    public override void Built(IReadOnlyList<string> linears)
    {
        base.Built(linears);
        CheckMatched("target_modules", _config.TargetModules, (targets, module) => targets.Matches(module));
        if (Chosen == 0)
        {
            throw PeftException.NoBiases();
        }
    }

    private protected override bool Chooses(string module, string name, bool inNorm) =>
        name == "bias" && (_config.TargetModules?.Matches(module) ?? true);
}
