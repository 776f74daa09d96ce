using System.ComponentModel;

namespace FineTune.Peft;

/// <summary>Settings of LoHa: an update that is the product, element by element, of two low-rank matrices
/// (arXiv:2108.06098).</summary>
public sealed record LoHaConfig : RankedConfig
{
    /// <inheritdoc/>
    public override string PeftType => "LOHA";

    /// <summary>Whether one factor begins at zero, so that the adapter changes nothing; otherwise all at random.</summary>
    /// <value>True.</value>
    [Description("Whether one factor begins at zero, so that the adapter changes nothing; otherwise all at random.")]
    public bool InitWeights { get; init; } = true;
}
