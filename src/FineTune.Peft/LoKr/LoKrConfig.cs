using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Peft;

/// <summary>Settings of LoKr: an update that is the Kronecker product of two matrices (arXiv:2309.14859).</summary>
public sealed record LoKrConfig : RankedConfig
{
    /// <summary>The beginning of the LyCORIS repository: the second factor at zero instead of the first.</summary>
    internal const string Lycoris = "lycoris";

    /// <inheritdoc/>
    public override string PeftType => "LOKR";

    /// <summary>Whether the first, smaller factor is split into low-rank ones too, where that saves anything.</summary>
    [Description("Whether the smaller factor is split into low-rank ones too, where that saves anything.")]
    public bool DecomposeBoth { get; init; }

    /// <summary>Size of the first factor; -1 takes sizes as equal as they can be.</summary>
    /// <value>-1.</value>
    [Description("Size of the smaller factor; -1 takes sizes as equal as they can be.")]
    [Range(-1, 65536)]
    public int DecomposeFactor { get; init; } = -1;

    /// <summary>Whether rows that a step keeps make up for those that <see cref="RankedConfig.RankDropout"/> leaves
    /// out.</summary>
    [Description("Whether rows that a step keeps make up for those that rank_dropout leaves out.")]
    public bool RankDropoutScale { get; init; }

    /// <summary>How the factors begin.</summary>
    /// <value>true.</value>
    [Description("How the factors begin: true (the first at zero), lycoris (the second at zero), or false (all at random, "
        + "which changes the model at once).")]
    [AllowedValues(LoraStart.Default, LoraStart.Random, Lycoris)]
    public string InitWeights { get; init; } = LoraStart.Default;

    /// <inheritdoc/>
    internal override string? ShapeProblem(LayerTensors layer) => LoKrTensors.ShapeProblem(layer, RankOf(layer.Path));

    /// <inheritdoc/>
    internal override IEnumerable<string> Contradictions() => DecomposeFactor == 0
        ? base.Contradictions().Append("decompose_factor is 0: use -1 for the most equal factors, or a size above 0")
        : base.Contradictions();
}
