using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FineTune.Peft;

/// <summary>Settings of AdaLoRA: a budget of ranks that training deals out among the layers (arXiv:2303.10512).</summary>
public sealed record AdaLoraConfig : LayeredConfig
{
    /// <inheritdoc/>
    public override string PeftType => "ADALORA";

    /// <summary>Average rank of the layers at the end.</summary>
    /// <value>8.</value>
    [JsonPropertyName("target_r")]
    [Description("Average rank of the layers at the end.")]
    [Range(1, 65536)]
    public int TargetRank { get; init; } = 8;

    /// <summary>Rank of every layer at the beginning.</summary>
    /// <value>12.</value>
    [JsonPropertyName("init_r")]
    [Description("Rank of every layer at the beginning.")]
    [Range(1, 65536)]
    public int InitialRank { get; init; } = 12;

    /// <summary>Steps before the budget begins to shrink.</summary>
    [JsonPropertyName("tinit")]
    [Description("Steps before the budget begins to shrink.")]
    [Range(0, int.MaxValue)]
    public int InitialSteps { get; init; }

    /// <summary>Steps at the end with the ranks as they are then.</summary>
    [JsonPropertyName("tfinal")]
    [Description("Steps at the end with the ranks as they are then.")]
    [Range(0, int.MaxValue)]
    public int FinalSteps { get; init; }

    /// <summary>Steps between two allocations.</summary>
    /// <value>1.</value>
    [JsonPropertyName("deltaT")]
    [Description("Steps between two allocations.")]
    [Range(1, int.MaxValue)]
    public int AllocationInterval { get; init; } = 1;

    /// <summary>How slowly the average of the sensitivities follows.</summary>
    /// <value>0.85.</value>
    [Description("How slowly the average of the sensitivities follows.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.85;

    /// <summary>How slowly the average of their uncertainties follows.</summary>
    /// <value>0.85.</value>
    [Description("How slowly the average of their uncertainties follows.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.85;

    /// <summary>Weight of the penalty that keeps the factors orthogonal.</summary>
    /// <value>0.5.</value>
    [JsonPropertyName("orth_reg_weight")]
    [Description("Weight of the penalty that keeps the factors orthogonal.")]
    [Range(0.0, 1e6)]
    public double OrthogonalWeight { get; init; } = 0.5;

    /// <summary>Steps that the schedule is made for; null takes the run's.</summary>
    [JsonPropertyName("total_step")]
    [Description("Steps that the schedule is made for. Default: the run's.")]
    [Range(1, int.MaxValue)]
    public int? TotalSteps { get; init; }

    /// <summary>The update is scaled by alpha / init_r.</summary>
    /// <value>8.</value>
    [JsonPropertyName("lora_alpha")]
    [Description("The update is scaled by lora_alpha / init_r.")]
    [Range(0.0, 1e6)]
    public double Alpha { get; init; } = 8;

    /// <summary>Dropout on the adapter's input.</summary>
    /// <value>0.</value>
    [JsonPropertyName("lora_dropout")]
    [Description("Dropout on the adapter's input.")]
    [Range(0.0, 0.99)]
    public double Dropout { get; init; }

    /// <summary>Which biases of the base model train too.</summary>
    /// <value>none.</value>
    [Description("Biases of the base model that train too: none, all, or lora_only for those of the adapted layers.")]
    [AllowedValues(LoraConfig.NoBias, LoraConfig.AllBiases, LoraConfig.OwnBiases)]
    public string Bias { get; init; } = LoraConfig.NoBias;

    /// <summary>Which of the first ranks a finished adapter has kept, by <c>(path).lora_E</c>; null while it trains.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<bool>>? Kept { get; init; }

    /// <summary>What the updates are multiplied by: of the first rank, whatever is left of it; PEFT adds the small
    /// number.</summary>
    internal double Scaling => (Alpha > 0 ? Alpha : InitialRank) / (InitialRank + 1e-5);

    /// <inheritdoc/>
    internal override string? ShapeProblem(LayerTensors layer)
    {
        var parts = AdaLoraLinear.Keys.Select(key => layer[key]).ToArray();
        return parts[1].shape.SequenceEqual([parts[0].shape[0], 1])
            ? LoraFactors.ShapeProblem((parts[0], parts[2]), RankOf(layer.Path))
            : $"lora_E is [{string.Join(", ", parts[1].shape)}], not one number for each row of lora_A";
    }

    /// <summary>The rank of a layer.</summary>
    /// <param name="path">Its full path.</param>
    internal int RankOf(string path) =>
        Kept?.GetValueOrDefault($"{path}.lora_E")?.Count(kept => kept) ?? InitialRank;

    /// <inheritdoc/>
    internal override IEnumerable<string> Contradictions()
    {
        var own = new List<string>();
        if (TargetRank > InitialRank)
        {
            own.Add($"target_r ({TargetRank}) is above init_r ({InitialRank}), and ranks only shrink: lower target_r or "
                + "raise init_r");
        }
        if (TotalSteps is { } steps && Schedule(steps) is { } problem)
        {
            own.Add(problem);
        }
        return base.Contradictions().Concat(own);
    }

    /// <summary>Why a schedule of that many steps leaves none in which the budget shrinks; null if it does not.</summary>
    internal string? Schedule(int steps) => InitialSteps < steps - FinalSteps
        ? null
        : $"of {steps} steps, tinit ({InitialSteps}) and tfinal ({FinalSteps}) leave none in which the budget shrinks: "
            + "lower them, or train longer";
}
