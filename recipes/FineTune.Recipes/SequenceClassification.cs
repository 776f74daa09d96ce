using FineTune.Data;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Trains a classifier or regressor of whole sequences, from parts that are ready to a finished run
/// folder.</summary>
public static class SequenceClassification
{
    /// <summary>Trains, scores and exports.</summary>
    public static RunResult Train(
        ClassifierParts parts, RunFolder folder, RunStart start, IRunConsole console, CancellationToken stop)
    {
        var (config, data, model) = (parts.Config, parts.Data, parts.Tuned);
        var rows = Tokenize(parts, data.Train);
        var collator = new ClassificationCollator(rows, data.Train.Labels);
        var objective = new SequenceClassificationObjective(parts.Model, data.Type, data.Labels.Count);
        var task = new TrainTask
        {
            Objective = objective,
            Data = new TrainBatches(rows.Count, collator.Pack, config.Training),
            Fingerprint = data.Train.Fingerprint(),
            Validation = Scorer(parts, objective, data.Validation),
            Test = Scorer(parts, objective, data.Test),
            Card = Card(parts),
            Majority = MajorityBaseline.Score(data, data.Validation ?? data.Test),
            Predict = config.Output.Predictions && data.Test is { } test
                ? (file, token) =>
                    PredictRun.WriteTo(file, TrainedClassifier.Of(parts), test.Examples, withLogits: false, token)
                : null,
        };
        var result = TrainSession.Run(config, model, task, folder, start, console, stop);
        if (rows.TruncatedRows > 0)
        {
            console.Notice($"{rows.TruncatedRows:N0} of {rows.Count:N0} training rows were cut to {model.MaxLength} tokens");
        }
        return result;
    }

    private static TokenizedDataset Tokenize(ClassifierParts parts, ClassificationSplit part) =>
        new(part.Examples, new TokenizerEncoder(parts.Tuned.Tokenizer), parts.Tuned.MaxLength);

    private static Evaluator? Scorer(ClassifierParts parts, IObjective objective, ClassificationSplit? part)
    {
        if (part is null)
        {
            return null;
        }
        var rows = Tokenize(parts, part);
        var collator = new ClassificationCollator(rows, part.Labels);
        var budget = parts.Config.Evaluation.PerDeviceEvalBatchSize * parts.Tuned.MaxLength;
        return new Evaluator(
            objective,
            parts.Tuned.Mode,
            parts.Tuned.Device,
            () => Prefetch.InBackground(BatchSource.ByLength(rows, budget, collator.Pack), TrainBatches.Ahead));
    }

    private static CardText Card(ClassifierParts parts) => new(
        "text-classification",
        $"sequence classification ({parts.Tuned.Config.ProblemType})",
        [
            ("labels", string.Join(", ", parts.Data.Labels.Names)),
            ("training rows", $"{parts.Data.Train.Examples.Count:N0}"),
            ("longest input", $"{parts.Tuned.MaxLength} tokens"),
        ],
        "finetune predict PATH --text \"...\"");
}
