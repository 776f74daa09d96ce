using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FineTune.Peft;

/// <summary>What LoHa's and LoKr's settings share (PEFT's <c>LycorisConfig</c>).</summary>
public abstract record RankedConfig : LayeredConfig
{
    /// <summary>Rank of the factors.</summary>
    /// <value>8.</value>
    [JsonPropertyName("r")]
    [Description("Rank of the factors.")]
    [Range(1, 65536)]
    public int Rank { get; init; } = 8;

    /// <summary>The update is scaled by alpha / r.</summary>
    /// <value>8.</value>
    [Description("The update is scaled by alpha / r.")]
    [Range(0.0, 1e6)]
    public double Alpha { get; init; } = 8;

    /// <summary>Share of the update's rows that a training step leaves out.</summary>
    /// <value>0.</value>
    [Description("Share of the update's rows that a training step leaves out.")]
    [Range(0.0, 0.99)]
    public double RankDropout { get; init; }

    /// <summary>How often a training step leaves a layer's whole update out.</summary>
    /// <value>0.</value>
    [Description("How often a training step leaves a layer's whole update out, as a share.")]
    [Range(0.0, 0.99)]
    public double ModuleDropout { get; init; }

    /// <summary>For convolutions, which no architecture here has; kept for files.</summary>
    [JsonPropertyName("use_effective_conv2d")]
    [Description("For convolutions; heeded by none of the architectures.")]
    public bool UseEffectiveConv2d { get; init; }

    /// <summary>Ranks of some layers: by the end of the path, or an expression for it; the first that matches
    /// counts.</summary>
    [Description("Ranks of some layers, by name or regular expression for the end of the path; the first match counts.")]
    public IReadOnlyDictionary<string, int>? RankPattern { get; init; }

    /// <summary>Alphas of some layers, chosen as <see cref="RankPattern"/> chooses ranks.</summary>
    [Description("alpha of some layers, by name or regular expression for the end of the path; the first match counts.")]
    public IReadOnlyDictionary<string, double>? AlphaPattern { get; init; }

    /// <summary>The rank of a layer.</summary>
    /// <param name="path">Its full path.</param>
    public int RankOf(string path) => PathPattern.First(RankPattern, path, Rank);

    /// <summary>What the update of a layer is multiplied by.</summary>
    /// <param name="path">Its full path.</param>
    public double ScalingOf(string path) => PathPattern.First(AlphaPattern, path, Alpha) / RankOf(path);

    /// <inheritdoc/>
    internal override IEnumerable<string> Contradictions() =>
        base.Contradictions().Concat(PathPattern.BadRanks(RankPattern));
}
