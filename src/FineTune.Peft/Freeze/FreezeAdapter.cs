using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>Partial fine-tuning: the last layers, or modules of a pattern, are trained as they are; the rest is frozen.
/// </summary>
public sealed class FreezeAdapter : ChosenParameters
{
    private readonly FreezeConfig _config;
    private readonly List<string> _layers = [];

    /// <summary>Sets the method up.</summary>
    public FreezeAdapter(FreezeConfig config, AdapterContext context)
        : base(config, context) => _config = config;

    /// <inheritdoc/>
    /// <exception cref="PeftException">The model has fewer layers than are to be trained.</exception>
    public override void OnLayer(LayerPlace layer)
    {
        var (wanted, count) = (_config.FreezeTrainableLayers, layer.Body.Layers);
        if (Math.Abs(wanted) > count)
        {
            throw PeftException.TooManyLayers("freeze_trainable_layers", wanted, count);
        }
        if (wanted >= 0 ? layer.Index >= count - wanted : layer.Index < -wanted)
        {
            _layers.Add($"{layer.Path}.");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="PeftException">A name or expression matches no module, or nothing is left to train.</exception>
    public override void Built(IReadOnlyList<string> linears)
    {
        base.Built(linears);
        CheckMatched(
            "freeze_trainable_modules",
            _config.FreezeTrainableModules,
            (targets, module) => InLayers(module) && Holds(targets, module));
        CheckMatched("freeze_extra_modules", _config.FreezeExtraModules, Holds);
        if (Chosen == 0)
        {
            throw PeftException.NothingChosen("peft.freeze_trainable_layers is 0, which leaves nothing", Modules);
        }
    }

    private protected override bool Chooses(string module, string name, bool inNorm) =>
        (InLayers(module) && (_config.FreezeTrainableModules is not { } inside || Holds(inside, module)))
        || (_config.FreezeExtraModules is { } extra && Holds(extra, module));

    private bool InLayers(string module) =>
        _layers.Any(layer => module.StartsWith(layer, StringComparison.Ordinal));

    /// <summary>Whether a module or one that it lies in is meant.</summary>
    private static bool Holds(TargetModules targets, string module)
    {
        for (var end = module.Length; end > 0; end = module.LastIndexOf('.', end - 1))
        {
            if (targets.Matches(module[..end]))
            {
                return true;
            }
        }
        return false;
    }
}
