using FineTune.Config;
using FineTune.Peft;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Settings that are right by themselves and make no sense with the data or with each other.</summary>
internal static class RunChecks
{
    /// <summary>Checks a run: what it cannot start with goes to the problems, each at its place in the config; what its
    /// user should know goes to the console.</summary>
    public static void Run(BindResult<RunConfig> bound, RunShape shape, InputProblems problems, IRunConsole console)
    {
        foreach (var issue in Problems(bound.Value, bound.Document, shape))
        {
            problems.Add(new ConfigException([issue]));
        }
        foreach (var notice in shape.Notices.Concat(Notices(bound.Value, shape)))
        {
            console.Notice(notice);
        }
    }

    private static IEnumerable<ConfigIssue> Problems(RunConfig config, ConfigDocument document, RunShape shape)
    {
        var (evaluation, training) = (config.Evaluation, config.Training);
        if (!shape.Scores.Contains(evaluation.BestScore))
        {
            yield return document.Issue(
                "evaluation.metric_for_best_model",
                $"'{evaluation.MetricForBestModel}' is not a score of this task, which are {string.Join(", ", shape.Scores)}",
                Nearest.Name(evaluation.BestScore, shape.Scores) is { } near ? $"did you mean '{near}'?" : null);
        }
        if (evaluation.EarlyStoppingPatience is not null && WhyNeverScored(config, shape) is { } why)
        {
            yield return document.Issue(
                "evaluation.early_stopping_patience",
                $"early stopping watches the validation score, but {why}",
                "remove early_stopping_patience, or let the run be scored");
        }
        if (TrainPlan.For(shape.TrainItems, training).TotalSteps == 0)
        {
            yield return document.Issue(
                "training.num_train_epochs", "this makes a run of no steps", "set num_train_epochs or max_steps above 0");
        }
        if (training.LrSchedulerType == "polynomial" && training.LrSchedulerKwargs.LrEnd >= training.LearningRate)
        {
            yield return document.Issue(
                "training.lr_scheduler_kwargs.lr_end",
                $"the polynomial schedule falls to {training.LrSchedulerKwargs.LrEnd:0.0e-0}, which is not below "
                    + $"training.learning_rate ({training.LearningRate:0.0e-0})",
                "set lr_end below learning_rate");
        }
        foreach (var issue in TaskProblems(config, document).Concat(QuantizationProblems(config, document)))
        {
            yield return issue;
        }
    }

    private static IEnumerable<ConfigIssue> QuantizationProblems(RunConfig config, ConfigDocument document)
    {
        var model = config.Model;
        if (model.LoadIn4Bit && model.LoadIn8Bit)
        {
            yield return document.Issue(
                "model.load_in_8bit", "weights are kept in 4 bits or in 8, not both", "remove load_in_4bit or load_in_8bit");
        }
        if (model.Storage is not null && config.Peft is FullConfig)
        {
            yield return document.Issue(
                model.LoadIn4Bit ? "model.load_in_4bit" : "model.load_in_8bit",
                "quantised weights cannot be trained, and without an adapter all are",
                "choose a peft method, such as peft_type: LORA, or remove it");
        }
        if (model.Storage is null && model.LlmInt8SkipModules is not null)
        {
            yield return document.Issue(
                "model.llm_int8_skip_modules",
                "only load_in_4bit and load_in_8bit heed this",
                "set one of them to true, or remove it");
        }
        if (!model.LoadIn4Bit && !model.Bnb4BitUseDoubleQuant)
        {
            yield return document.Issue(
                "model.bnb_4bit_use_double_quant", "only load_in_4bit heeds this", "set load_in_4bit: true, or remove it");
        }
    }

    // Keys of one kind of task or method in a config of another.
    private static IEnumerable<ConfigIssue> TaskProblems(RunConfig config, ConfigDocument document)
    {
        var training = config.Training;
        if (!config.Task.IsPreference && config.Task.Type != TaskConfig.Reward)
        {
            foreach (var issue in PreferenceChecks.ForeignKeys(config.Task, document))
            {
                yield return issue;
            }
        }
        if (config.Model.AdapterNameOrPath is not null && !config.Task.IsLanguageModel)
        {
            yield return document.Issue(
                "model.adapter_name_or_path", $"task {config.Task.Type} starts a fresh adapter", "remove adapter_name_or_path");
        }
        if (config.Task.IsLanguageModel || config.Task.Type == TaskConfig.Reward)
        {
            if (config.Task.ProblemType is not null)
            {
                yield return document.Issue(
                    "task.problem_type", $"{config.Task.Type} has no problem type", "remove problem_type");
            }
            if (config.Output.Predictions)
            {
                yield return document.Issue(
                    "output.predictions", $"{config.Task.Type} predicts no labels", "remove it, and use finetune generate");
            }
        }
        else if (training.GradientCheckpointing || training.NeftuneNoiseAlpha is not null)
        {
            var key = training.GradientCheckpointing ? "gradient_checkpointing" : "neftune_noise_alpha";
            yield return document.Issue($"training.{key}", "only tasks sft and pretrain heed this", $"remove {key}");
        }
        if (config.Export.Merged && config.Peft is not FullConfig && !PeftRegistry.For(config.Peft).CanMerge)
        {
            yield return document.Issue(
                "export.merged",
                $"{config.Peft.PeftType} adds to the model what its weights cannot hold, so there is nothing to merge",
                "set merged: false; the adapter folder is what predict, eval, generate and PEFT use");
        }
        if (config.Peft is FullConfig && config.Peft.ModulesToSave is not null)
        {
            yield return document.Issue(
                "peft.modules_to_save", "without an adapter every module is trained and saved", "remove modules_to_save");
        }
    }

    private static IEnumerable<string> Notices(RunConfig config, RunShape shape)
    {
        var (evaluation, training) = (config.Evaluation, config.Training);
        if (evaluation.EvalStrategy != EvaluationConfig.Never && !shape.HasValidation)
        {
            yield return "there is no validation data (dataset.validation_file or validation_split): the run is not "
                + "scored on the way, and leaves its last weights";
        }
        if (config.Output.Predictions && !shape.HasTest)
        {
            yield return "output.predictions is set, but there is no test data (dataset.test_file or test_split) to predict";
        }
        if (config.Export.Merged && config.Peft is FullConfig)
        {
            yield return "export.merged is set, but without an adapter there is nothing to merge: model/ is whole";
        }
        var (method, band) = AdapterChoice.LearningRates(config.Peft);
        if (!config.Task.IsPreference && !band.Contains(training.LearningRate))
        {
            yield return $"training.learning_rate is {training.LearningRate:0.0e-0}, far outside {band.Least:0e-0} to "
                + $"{band.Most:0e-0}, where {method} usually learns";
        }
        var plan = TrainPlan.For(shape.TrainItems, training);
        if (plan.WarmupSteps >= plan.TotalSteps)
        {
            yield return $"all {plan.TotalSteps:N0} steps are warm-up ({plan.WarmupSteps:N0}): the learning rate never "
                + "gets to training.learning_rate";
        }
    }

    private static string? WhyNeverScored(RunConfig config, RunShape shape) =>
        config.Evaluation.EvalStrategy == EvaluationConfig.Never ? "eval_strategy is no"
        : !shape.HasValidation ? "there is no validation data (dataset.validation_file or validation_split)"
        : null;
}
