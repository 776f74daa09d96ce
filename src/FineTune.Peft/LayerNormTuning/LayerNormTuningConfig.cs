using System.ComponentModel;

namespace FineTune.Peft;

/// <summary>Settings of layer norm tuning (arXiv:2312.11420).</summary>
public sealed record LayerNormTuningConfig : PeftConfig
{
    /// <inheritdoc/>
    public override string PeftType => "LN_TUNING";

    /// <summary>The modules that are trained; null takes the architecture's usual ones.</summary>
    [Description("Modules to train, usually norms, as a list of names matched at the end of the path or one regular "
        + "expression. Default: PEFT's table for the architecture, else every norm.")]
    public TargetModules? TargetModules { get; init; }

    /// <summary>Modules to leave out.</summary>
    [Description("Modules to leave out, as a list or one regular expression.")]
    public TargetModules? ExcludeModules { get; init; }
}
