using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Training;

/// <summary>When and how a run is scored. Names are transformers' <c>TrainingArguments</c>.</summary>
public sealed record EvaluationConfig
{
    /// <summary>The <c>eval_strategy</c> that never scores.</summary>
    public const string Never = "no";

    private const string EvalPrefix = "eval_";

    /// <summary>When to score the validation data.</summary>
    [Description("When to score the validation data: each epoch, every eval_steps steps, or never.")]
    [AllowedValues("epoch", "steps", Never)]
    public string EvalStrategy { get; init; } = "epoch";

    /// <summary>Steps between two evaluations with <c>eval_strategy: steps</c>.</summary>
    [Description("Optimizer steps between two evaluations with eval_strategy: steps.")]
    [Range(1, int.MaxValue)]
    public int EvalSteps { get; init; } = 500;

    /// <summary>Whether to score before the first step, so that a report shows what training gained.</summary>
    [Description("Score the untrained model before the first step.")]
    public bool EvalOnStart { get; init; } = true;

    /// <summary>Sequences in one forward pass of an evaluation.</summary>
    [Description("Sequences in one forward pass of an evaluation.")]
    [Range(1, 1_000_000)]
    public int PerDeviceEvalBatchSize { get; init; } = 64;

    /// <summary>The score that picks the best checkpoint.</summary>
    [Description("The score that picks the best checkpoint, e.g. accuracy, f1, loss.")]
    public string MetricForBestModel { get; init; } = "loss";

    /// <summary>Whether more of it is better; null decides by name.</summary>
    [Description("Whether more of that score is better; default: yes unless it is a loss or an error.")]
    public bool? GreaterIsBetter { get; init; }

    /// <summary>Whether the best weights are what the run leaves.</summary>
    [Description("Leave the best weights seen, not the last.")]
    public bool LoadBestModelAtEnd { get; init; } = true;

    /// <summary>Evaluations without improvement before the run stops; null never stops.</summary>
    [Description("Stop after this many evaluations without improvement; default never.")]
    [Range(1, int.MaxValue)]
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>What counts as an improvement.</summary>
    [Description("How much better a score must be to count as an improvement.")]
    [Range(0.0, 1e9)]
    public double EarlyStoppingThreshold { get; init; }

    /// <summary>The name of the score that picks the best checkpoint, without the prefix <c>eval_</c> that
    /// transformers accepts.</summary>
    public string BestScore =>
        MetricForBestModel.StartsWith(EvalPrefix, StringComparison.Ordinal)
            ? MetricForBestModel[EvalPrefix.Length..]
            : MetricForBestModel;

    /// <summary>Whether more of the score is better.</summary>
    internal bool Greater =>
        GreaterIsBetter ?? !(BestScore.EndsWith("loss", StringComparison.Ordinal)
            || BestScore is "mse" or "mae" or "perplexity");
}
