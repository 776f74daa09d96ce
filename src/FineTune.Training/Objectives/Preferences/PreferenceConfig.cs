using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Training;

/// <summary>What to learn from preferences, and how. Names and defaults are TRL's.</summary>
public record PreferenceConfig
{
    /// <summary>The losses; none for the task's usual one.</summary>
    [Description("dpo: sigmoid, cdpo, robust, hinge, ipo, sigmoid_norm, exo_pair, nca_pair, bco_pair, sppo_hard, aot, "
        + "aot_pair, apo_zero, apo_down, discopop; one or a list. cpo: sigmoid, hinge, ipo, simpo. kto: kto, "
        + "apo_zero_unpaired. Default: the task's first.")]
    public IReadOnlyList<string> LossType { get; init; } = [];

    /// <summary>What each of several losses counts; none for 1 each.</summary>
    [Description("Weights of several losses, in their order. Default: 1 each.")]
    public IReadOnlyList<double> LossWeights { get; init; } = [];

    /// <summary>How far the policy is held to the reference; null for the task's usual value.</summary>
    [Description("How strongly differences of log-probabilities count. Default: 0.1; 2.0 for simpo.")]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double? Beta { get; init; }

    /// <summary>The share of pairs that are taken to be the wrong way round.</summary>
    [Description("Share of pairs taken to be the wrong way round: cdpo, robust, exo_pair, aot, simpo, sigmoid.")]
    [Range(0.0, 0.5, MaximumIsExclusive = true)]
    public double LabelSmoothing { get; init; }

    /// <summary>Whether the reference's log-probabilities are taken for zero.</summary>
    [Description("dpo: leave the reference out, as if it held every answer for certain.")]
    public bool ReferenceFree { get; init; }

    /// <summary>How policy and reference are told apart.</summary>
    [Description("dpo: the divergence that holds policy and reference together.")]
    [AllowedValues("reverse_kl", "js_divergence", "alpha_divergence")]
    public string FDivergenceType { get; init; } = "reverse_kl";

    /// <summary>The alpha of <c>alpha_divergence</c>.</summary>
    [Description("alpha of f_divergence_type: alpha_divergence.")]
    [Range(0.0, 1e3, MinimumIsExclusive = true)]
    public double FAlphaDivergenceCoef { get; init; } = 1;

    /// <summary>The temperature that <c>discopop</c> blends its two parts by.</summary>
    [Description("discopop: temperature of the blend.")]
    [Range(0.0, 1e3, MinimumIsExclusive = true)]
    public double DiscopopTau { get; init; } = 0.05;

    /// <summary>Whether <c>ipo</c> compares means of a token, as TRL does, or sums, as the first code did.</summary>
    [Description("ipo: compare means of a token (TRL), or sums (false).")]
    public bool IpoTokenAverage { get; init; } = true;

    /// <summary>Weight of the chosen answers' cross-entropy; null for none.</summary>
    [Description("dpo: weight of the chosen answers' mean cross-entropy, added to the loss (RPO). Default: none.")]
    [Range(0.0, 1e6)]
    public double? RpoAlpha { get; init; }

    /// <summary>What tokens count beyond the length that both answers of a pair have; null for as much as others.</summary>
    [Description("dpo: what tokens count beyond the length that both answers have, 0 to 1 (LD-DPO). Default: 1.")]
    [Range(0.0, 1.0)]
    public double? LdAlpha { get; init; }

    /// <summary>The margin that SimPO asks for.</summary>
    [Description("simpo: the margin of the rewards that is asked for.")]
    [Range(0.0, 1e6)]
    public double SimpoGamma { get; init; } = 0.5;

    /// <summary>Weight of the chosen answers' cross-entropy in CPO and SimPO; null for the task's usual value.</summary>
    [Description("cpo, simpo: weight of the chosen answers' mean cross-entropy. Default: 1 for cpo, 0 for simpo.")]
    [Range(0.0, 1e6)]
    public double? CpoAlpha { get; init; }

    /// <summary>What a desirable answer counts.</summary>
    [Description("kto: weight of desirable answers.")]
    [Range(0.0, 1e6)]
    public double DesirableWeight { get; init; } = 1;

    /// <summary>What an undesirable answer counts.</summary>
    [Description("kto: weight of undesirable answers.")]
    [Range(0.0, 1e6)]
    public double UndesirableWeight { get; init; } = 1;

    /// <summary>Pulls the mean of a pair's rewards to zero; null for no pull.</summary>
    [Description("reward: weight of a term that pulls the sum of a pair's rewards to zero. Default: none.")]
    [Range(0.0, 1e6)]
    public double? CenterRewardsCoefficient { get; init; }

    /// <summary>Another checkpoint as the reference; null for the policy as it starts.</summary>
    [Description("dpo, kto: another checkpoint as the reference, a folder or a name on the hub. Default: the policy as it "
        + "starts.")]
    [DataType("path-or-name")]
    public string? RefModel { get; init; }

    /// <summary>Whether the reference's log-probabilities are computed once, before the run; null where it saves
    /// time.</summary>
    [Description("Compute the reference's log-probabilities once, and keep them beside the run. Default: where rows are "
        + "used more than once.")]
    public bool? PrecomputeRefLogProbs { get; init; }

    /// <summary>Whether a pair's prompt is computed once for both answers.</summary>
    [Description("Compute the prompt of a pair once for both answers. The results are the same.")]
    public bool SharedPrompts { get; init; } = true;
}
