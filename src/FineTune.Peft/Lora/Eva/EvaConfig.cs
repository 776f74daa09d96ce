using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Peft;

/// <summary>Settings of EVA (arXiv:2410.07170; PEFT's <c>EvaConfig</c>).</summary>
public sealed record EvaConfig
{
    /// <summary>The largest rank of a layer, as a multiple of r.</summary>
    /// <value>2.</value>
    [Description("The largest rank that a layer can be given, as a multiple of r; 1 leaves all ranks at r.")]
    [Range(1.0, 1000.0)]
    public double Rho { get; init; } = 2;

    /// <summary>How like the last directions new ones must be for the search to end, as a cosine.</summary>
    /// <value>0.99.</value>
    [Description("How like the last directions new ones must be for the search to end, as a cosine.")]
    [Range(0.0, 1.0)]
    public double Tau { get; init; } = 0.99;

    /// <summary>Whether only tokens that are learned count.</summary>
    /// <value>true.</value>
    [Description("Look only at tokens that are learned; for sft and pretrain.")]
    public bool UseLabelMask { get; init; } = true;

    /// <summary>The label of a token that is not learned; there is but one.</summary>
    /// <value>-100.</value>
    [Description("The label of a token that is not learned; for PEFT.")]
    [Range(-100, -100)]
    public int LabelMaskValue { get; init; } = -100;

    /// <summary>Whether directions are divided by the root of their singular values.</summary>
    [Description("Divide directions by the root of their singular values.")]
    public bool Whiten { get; init; }

    /// <summary>Whether alpha changes with a layer's rank, so that its updates keep their scale.</summary>
    /// <value>true.</value>
    [Description("Change lora_alpha with a layer's rank, so that updates keep their scale.")]
    public bool AdjustScalingFactors { get; init; } = true;
}
