using System.ComponentModel;

namespace FineTune.Peft;

/// <summary>Settings of BitFit (arXiv:2106.10199): the biases of the model are trained.</summary>
public sealed record BitFitConfig : PeftConfig
{
    /// <inheritdoc/>
    public override string PeftType => "BITFIT";

    /// <summary>The modules whose biases are trained; null for all.</summary>
    [Description("Modules whose biases are trained, as a list of names matched at the end of the path or one regular "
        + "expression. Default: every module that has one, norms included.")]
    public TargetModules? TargetModules { get; init; }
}
