using FineTune.Data;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Trains a decoder on preferences, from parts that are ready to a finished run folder.</summary>
internal static class PreferenceTuning
{
    /// <summary>Trains, scores and exports.</summary>
    public static RunResult Train(
        PreferenceParts parts, RunFolder folder, RunStart start, IRunConsole console, CancellationToken stop)
    {
        var (config, data, model) = (parts.Config, parts.Data, parts.Tuned);
        model.Mode.GradientCheckpointing = config.Training.GradientCheckpointing;
        using var reference = ReferenceChoice.For(parts, console);
        var scorer = new CompletionScorer(
            parts.Model, model.Parameters.Trainable, model.Mode, reference?.Policy);
        var objective = Objective(config.Task, scorer);
        var known = ReferenceStore.Prepare(parts, reference, scorer, console, stop);
        var task = new TrainTask
        {
            Objective = objective,
            Data = new TrainBatches(data.Train.Count, data.Train.Packing(known.Train), config.Training),
            Fingerprint = data.Train.Fingerprint,
            Validation = Scorer(objective, model, data.Validation, known.Validation, config.Evaluation),
            Test = Scorer(objective, model, data.Test, reference: null, config.Evaluation),
            Card = Card(parts, reference),
        };
        return TrainSession.Run(config, model, task, folder, start, console, stop);
    }

    /// <summary>The names of the scores that an evaluation of a task reports.</summary>
    public static IReadOnlyCollection<string> ScoreNames(TaskConfig task) => task.Type == TaskConfig.Kto
        ? KtoObjective.ScoreNames
        : PreferenceObjective.ScoreNames(task.Rule());

    /// <summary>What a task trains for.</summary>
    public static IObjective Objective(TaskConfig task, CompletionScorer scorer) => task.Type == TaskConfig.Kto
        ? new KtoObjective(task, scorer)
        : new PreferenceObjective(task.Rule(), scorer);

    /// <summary>Scores a part, rows of like length together.</summary>
    public static Evaluator? Scorer(
        IObjective objective, TunedModel model, PreferencePart? part, float[]? reference, EvaluationConfig config)
    {
        if (part is null)
        {
            return null;
        }
        var budget = config.PerDeviceEvalBatchSize * model.MaxLength;
        var collate = part.Packing(reference);
        return new Evaluator(
            objective,
            model.Mode,
            model.Device,
            () => Prefetch.InBackground(BatchSource.ByLength(part.Lengths, budget, collate), TrainBatches.Ahead));
    }

    private static CardText Card(PreferenceParts parts, ReferenceChoice? reference) => new(
        "text-generation",
        $"preference optimisation ({parts.Config.Task.Type})",
        [
            ("loss", Losses(parts.Config.Task)),
            ("reference", reference?.Policy.Description ?? "none"),
            ("training rows", $"{parts.Data.Train.Count:N0}"),
            ("longest input", $"{parts.Tuned.MaxLength} tokens"),
        ],
        parts.Tuned.ChatTemplate is null ? "finetune generate PATH --prompt \"...\"" : "finetune chat PATH");

    private static string Losses(TaskConfig task) => task.Type == TaskConfig.Kto
        ? string.Join(" + ", task.LossType.DefaultIfEmpty(KtoObjective.Kto))
        : string.Join(" + ", task.Rule().Losses.Select(l => l.Weight == 1 ? l.Loss.Name : $"{l.Weight} {l.Loss.Name}"))
            + $", beta {task.Rule().Beta}";
}
