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

    /// <inheritdoc/>
    internal override string? ShapeProblem(LayerTensors layer)
    {
        var keys = LoHaLinear.Keys;
        var rank = RankOf(layer.Path);
        return LoraFactors.ShapeProblem((layer[keys[1]], layer[keys[0]]), rank)
            ?? LoraFactors.ShapeProblem((layer[keys[3]], layer[keys[2]]), rank)
            ?? (layer[keys[0]].shape[0] == layer[keys[2]].shape[0] && layer[keys[1]].shape[1] == layer[keys[3]].shape[1]
                ? null
                : "its two products are of different shapes");
    }
}
