using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>Layer norm tuning (arXiv:2312.11420): norms are trained, and nothing else of the model.</summary>
public sealed class LayerNormTuningAdapter : ChosenParameters
{
    private const string Inserted = "ln_tuning_layers";

    private static readonly string[] AroundAttention = ["input_layernorm", "post_attention_layernorm", "norm"];

    // TRANSFORMERS_MODELS_TO_LNTUNING_TARGET_MODULES_MAPPING in PEFT's utils/constants.py, as far as there are models.
    private static readonly Dictionary<string, string[]> Usual = new(StringComparer.Ordinal)
    {
        ["llama"] = AroundAttention,
        ["mistral"] = AroundAttention,
        ["gemma"] = AroundAttention,
        ["gemma2"] = [.. AroundAttention, "pre_feedforward_layernorm", "post_feedforward_layernorm"],
        ["gpt2"] = ["ln_1", "ln_2", "ln_f"],
        ["falcon"] = ["input_layernorm", "post_attention_layernorm", "ln_f"],
        ["phi"] = ["input_layernorm", "final_layernorm"],
        ["qwen2"] = ["post_attention_layernorm"],
        ["qwen3"] = ["post_attention_layernorm"],
    };

    private readonly LayerNormTuningConfig _config;
    private readonly TargetModules? _targets;
    private readonly List<string> _taken = [];

    /// <summary>Sets the method up.</summary>
    public LayerNormTuningAdapter(LayerNormTuningConfig config, AdapterContext context)
        : base(config, context)
    {
        _config = config;
        _targets = config.TargetModules
            ?? (Usual.GetValueOrDefault(context.ModelType) is { } names ? TargetModules.List(names) : null);
    }

    /// <summary>The last parts of the trained modules' paths, for <c>target_modules</c>.</summary>
    internal TargetModules SavedTargets =>
        _config.TargetModules ?? TargetModules.List([.. _taken.Select(p => p[(p.LastIndexOf('.') + 1)..]).Distinct()]);

    /// <inheritdoc/>
    /// <exception cref="PeftException">A name matches no module, or nothing is left to train.</exception>
    public override void Built(IReadOnlyList<string> linears)
    {
        base.Built(linears);
        CheckMatched("target_modules", _config.TargetModules, (targets, module) => targets.Matches(module));
        if (Chosen == 0)
        {
            throw PeftException.NothingChosen("peft.target_modules and exclude_modules leave no module", Modules);
        }
    }

    /// <summary>How a parameter is called in an adapter folder (PEFT puts its copy of a module in its place).</summary>
    internal static string KeyOf(Parameter parameter)
    {
        var dot = parameter.Name.LastIndexOf('.');
        return StoredTensor.KeyPrefix
            + (parameter.Chosen ? $"{parameter.Name[..dot]}.{Inserted}{parameter.Name[dot..]}" : parameter.Name);
    }

    private protected override bool Chooses(string module, string name, bool inNorm)
    {
        var taken = (_targets?.Matches(module) ?? inNorm) && _config.ExcludeModules?.Matches(module) != true;
        if (taken)
        {
            _taken.Add(module);
        }
        return taken;
    }
}
