using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Trains a reward model on pairs of answers, from parts that are ready to a finished run folder.</summary>
internal static class RewardModelling
{
    /// <summary>Trains, scores and exports.</summary>
    public static RunResult Train(
        RewardParts parts, RunFolder folder, RunStart start, IRunConsole console, CancellationToken stop)
    {
        var (config, data, model) = (parts.Config, parts.Data, parts.Tuned);
        var objective = new RewardObjective(parts.Model, config.Task);
        var task = new TrainTask
        {
            Objective = objective,
            Data = new TrainBatches(data.Train.Count, data.Train.Packing(null), config.Training),
            Fingerprint = data.Train.Fingerprint,
            Validation = PreferenceTuning.Scorer(objective, model, data.Validation, reference: null, config.Evaluation),
            Test = PreferenceTuning.Scorer(objective, model, data.Test, reference: null, config.Evaluation),
            Card = new CardText(
                "text-classification",
                "reward model",
                [("training pairs", $"{data.Train.Count:N0}"), ("longest input", $"{model.MaxLength} tokens")],
                "finetune predict PATH --text \"...\""),
        };
        return TrainSession.Run(config, model, task, folder, start, console, stop);
    }
}
