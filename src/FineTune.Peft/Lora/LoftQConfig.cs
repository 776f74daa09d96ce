using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Peft;

/// <summary>Settings of LoftQ (arXiv:2310.08659; PEFT's <c>LoftQConfig</c>).</summary>
public sealed record LoftQConfig
{
    /// <summary>Bits of a frozen weight: 4 for NF4, 8 for whole numbers.</summary>
    /// <value>4.</value>
    [Description("Bits that the adapted layers' frozen weights are kept in: 4 (NF4) or 8.")]
    [AllowedValues(4, 8)]
    public int LoftqBits { get; init; } = 4;

    /// <summary>How often quantising and correcting take turns.</summary>
    /// <value>1.</value>
    [Description("How often quantising and correcting take turns.")]
    [Range(1, 100)]
    public int LoftqIter { get; init; } = 1;
}
