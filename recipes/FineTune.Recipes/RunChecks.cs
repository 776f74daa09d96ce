using FineTune.Config;
using FineTune.Data;
using FineTune.Peft;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Settings that are right by themselves and make no sense with the data or with each other.</summary>
internal static class RunChecks
{
    // Below and above these, a LoRA run learns nothing or falls apart (TRL's and PEFT's own advice is 1e-4 to 1e-3).
    private const double LeastUsualRate = 1e-5;
    private const double MostUsualRate = 1e-2;

    /// <summary>What the run cannot start with, each at its place in the config.</summary>
    public static IReadOnlyList<ConfigIssue> Problems(RunConfig config, ConfigDocument document, ClassificationData data)
    {
        var issues = new List<ConfigIssue>();
        var (evaluation, training) = (config.Evaluation, config.Training);
        var scores = SequenceClassificationObjective.ScoreNames(data.Type, data.Labels.Count);
        if (!scores.Contains(evaluation.BestScore))
        {
            issues.Add(document.Issue(
                "evaluation.metric_for_best_model",
                $"'{evaluation.MetricForBestModel}' is not a score of this task, which are {string.Join(", ", scores)}",
                Nearest.Name(evaluation.BestScore, scores) is { } near ? $"did you mean '{near}'?" : null));
        }
        if (evaluation.EarlyStoppingPatience is not null && WhyNeverScored(config, data) is { } why)
        {
            issues.Add(document.Issue(
                "evaluation.early_stopping_patience",
                $"early stopping watches the validation score, but {why}",
                "remove early_stopping_patience, or let the run be scored"));
        }
        if (TrainPlan.For(data.Train.Examples.Count, training).TotalSteps == 0)
        {
            issues.Add(document.Issue(
                "training.num_train_epochs", "this makes a run of no steps", "set num_train_epochs or max_steps above 0"));
        }
        if (training.LrSchedulerType == "polynomial" && training.LrSchedulerKwargs.LrEnd >= training.LearningRate)
        {
            issues.Add(document.Issue(
                "training.lr_scheduler_kwargs.lr_end",
                $"the polynomial schedule falls to {training.LrSchedulerKwargs.LrEnd:0.0e-0}, which is not below "
                    + $"training.learning_rate ({training.LearningRate:0.0e-0})",
                "set lr_end below learning_rate"));
        }
        return issues;
    }

    /// <summary>What the run can start with, and its user should know.</summary>
    public static IEnumerable<string> Notices(RunConfig config, ClassificationData data)
    {
        var (evaluation, training) = (config.Evaluation, config.Training);
        if (evaluation.EvalStrategy != EvaluationConfig.Never && data.Validation is null)
        {
            yield return "there is no validation data (dataset.validation_file or validation_split): the run is not "
                + "scored on the way, and leaves its last weights";
        }
        if (config.Output.Predictions && data.Test is null)
        {
            yield return "output.predictions is set, but there is no test data (dataset.test_file or test_split) to predict";
        }
        if (config.Peft is LoraConfig && training.LearningRate is < LeastUsualRate or > MostUsualRate)
        {
            yield return $"training.learning_rate is {training.LearningRate:0.0e-0}, far outside {LeastUsualRate:0e-0} to "
                + $"{MostUsualRate:0e-0}, where LoRA usually learns";
        }
        var plan = TrainPlan.For(data.Train.Examples.Count, training);
        if (plan.WarmupSteps >= plan.TotalSteps)
        {
            yield return $"all {plan.TotalSteps:N0} steps are warm-up ({plan.WarmupSteps:N0}): the learning rate never "
                + "gets to training.learning_rate";
        }
    }

    private static string? WhyNeverScored(RunConfig config, ClassificationData data) =>
        config.Evaluation.EvalStrategy == EvaluationConfig.Never ? "eval_strategy is no"
        : data.Validation is null ? "there is no validation data (dataset.validation_file or validation_split)"
        : null;
}
