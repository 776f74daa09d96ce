using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FineTune.Peft;

/// <summary>Settings of low-rank adaptation (arXiv:2106.09685).</summary>
public sealed record LoraConfig : PeftConfig
{
    /// <inheritdoc/>
    public override string PeftType => "LORA";

    /// <summary>Rank of the update.</summary>
    /// <value>8.</value>
    [JsonPropertyName("r")]
    [Description("Rank of the update.")]
    [Range(1, 65536)]
    public int Rank { get; init; } = 8;

    /// <summary>The update is scaled by alpha / r.</summary>
    /// <value>8.</value>
    [JsonPropertyName("lora_alpha")]
    [Description("The update is scaled by lora_alpha / r (by lora_alpha / sqrt(r) with use_rslora).")]
    [Range(0.0, 1e6)]
    public double Alpha { get; init; } = 8;

    /// <summary>Dropout on the adapter's input.</summary>
    /// <value>0.</value>
    [JsonPropertyName("lora_dropout")]
    [Description("Dropout on the adapter's input.")]
    [Range(0.0, 0.99)]
    public double Dropout { get; init; }

    /// <summary>Which linear layers get an adapter; null takes the architecture's usual ones.</summary>
    [Description("Linear layers to adapt: a list of names matched at the end of the path, one regular expression over "
        + "the whole path, or all-linear. Default: the architecture's usual ones (for BERT query and value).")]
    public TargetModules? TargetModules { get; init; }

    /// <summary>Names matched like a list of targets that are left out.</summary>
    [Description("Linear layers to leave out, as a list or one regular expression.")]
    public TargetModules? ExcludeModules { get; init; }

    /// <summary>Rank-stabilised scaling (arXiv:2312.03732).</summary>
    [Description("Scale by lora_alpha / sqrt(r) instead of lora_alpha / r (rank-stabilised LoRA).")]
    public bool UseRslora { get; init; }

    /// <summary>Ranks of some layers: by the end of the path, or an expression for it; the first that matches
    /// counts.</summary>
    [Description("Ranks of some layers, by name or regular expression for the end of the path; the first match counts.")]
    public IReadOnlyDictionary<string, int>? RankPattern { get; init; }

    /// <summary>Alphas of some layers, chosen as <see cref="RankPattern"/> chooses ranks.</summary>
    [Description("lora_alpha of some layers, by name or regular expression for the end of the path; the first match "
        + "counts.")]
    public IReadOnlyDictionary<string, double>? AlphaPattern { get; init; }

    /// <summary>The rank of a layer.</summary>
    /// <param name="path">Its full path.</param>
    public int RankOf(string path) => PathPattern.First(RankPattern, path, Rank);

    /// <summary>What the update of a layer is multiplied by.</summary>
    /// <param name="path">Its full path.</param>
    public double ScalingOf(string path)
    {
        double rank = RankOf(path);
        return PathPattern.First(AlphaPattern, path, Alpha) / (UseRslora ? Math.Sqrt(rank) : rank);
    }
}
