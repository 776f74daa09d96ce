using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Peft;

/// <summary>Settings of partial fine-tuning: most of the model is frozen, some layers or modules are trained.</summary>
public sealed record FreezeConfig : PeftConfig
{
    /// <inheritdoc/>
    public override string PeftType => "FREEZE";

    /// <summary>How many layers are trained: the last ones, or the first ones if negative.</summary>
    /// <value>2.</value>
    [Description("How many layers are trained: the last ones, or the first ones if negative; 0 for none.")]
    [Range(-65536, 65536)]
    public int FreezeTrainableLayers { get; init; } = 2;

    /// <summary>What of these layers is trained; null for all of them.</summary>
    [Description("Modules of these layers to train, with all that is in them, as a list of names or one regular "
        + "expression. Default: the whole layers.")]
    public TargetModules? FreezeTrainableModules { get; init; }

    /// <summary>What is trained besides, anywhere in the model.</summary>
    [Description("Modules to train besides, anywhere in the model, with all that is in them.")]
    public TargetModules? FreezeExtraModules { get; init; }
}
