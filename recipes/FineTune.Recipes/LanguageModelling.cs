using FineTune.Data;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Trains a decoder, on answers or on running text, from parts that are ready to a finished run folder.</summary>
public static class LanguageModelling
{
    /// <summary>Trains, scores and exports.</summary>
    public static RunResult Train(
        LanguageModelParts parts, RunFolder folder, RunStart start, IRunConsole console, CancellationToken stop)
    {
        var (config, data, model) = (parts.Config, parts.Data, parts.Tuned);
        model.Mode.GradientCheckpointing = config.Training.GradientCheckpointing;
        if (config.Training.NeftuneNoiseAlpha is { } alpha)
        {
            new NeftuneNoise(alpha).Attach(model.Mode);
        }
        var collator = parts.Collator;
        var objective = new CausalLMObjective(parts.Model, model.Parameters.Trainable);
        var task = new TrainTask
        {
            Objective = objective,
            Data = new TrainBatches(collator.Count, collator.Collate, config.Training),
            Fingerprint = data.Train.Fingerprint(),
            Validation = Scorer(objective, model, data.Validation, config.Evaluation),
            Test = Scorer(objective, model, data.Test, config.Evaluation),
            Card = Card(parts),
        };
        return TrainSession.Run(config, model, task, folder, start, console, stop);
    }

    /// <summary>Scores a part, rows of like length together.</summary>
    internal static Evaluator? Scorer(
        CausalLMObjective objective, TunedModel model, TokenDataset? part, EvaluationConfig config)
    {
        if (part is null)
        {
            return null;
        }
        var collator = new SequenceCollator(part.Rows);
        int[] lengths = [.. part.Rows.Select(row => row.Length)];
        var budget = config.PerDeviceEvalBatchSize * model.MaxLength;
        return new Evaluator(
            objective,
            model.Mode,
            model.Device,
            () => Prefetch.InBackground(BatchSource.ByLength(lengths, budget, collator.Collate), TrainBatches.Ahead));
    }

    private static CardText Card(LanguageModelParts parts) => new(
        "text-generation",
        parts.Config.Task.Type == TaskConfig.Sft ? "instruction following" : "continued pre-training",
        [
            ("training rows", $"{parts.Data.Train.Rows.Count:N0}"),
            ("learned tokens of an epoch", $"{parts.Data.Train.Report.Targets:N0}"),
            ("longest input", $"{parts.Tuned.MaxLength} tokens"),
        ],
        parts.Tuned.ChatTemplate is null ? "finetune generate PATH --prompt \"...\"" : "finetune chat PATH");
}
