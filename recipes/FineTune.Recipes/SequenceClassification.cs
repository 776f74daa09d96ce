using FineTune.Data;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Trains a classifier or regressor of whole sequences, from parts that are ready to a finished run
/// folder.</summary>
public static class SequenceClassification
{
    private const int BatchesAhead = 4;

    /// <summary>Trains, scores and exports.</summary>
    public static RunResult Train(
        ClassifierParts parts, RunFolder folder, RunStart start, IRunConsole console, CancellationToken stop)
    {
        var (config, loaded, data) = (parts.Config, parts.Loaded, parts.Data);
        if (start == RunStart.Resume)
        {
            ResumeCheck.Compare(folder, config);
        }
        folder.Open(RunConfigFile.Write(config), start);

        var rows = Tokenize(parts, data.Train);
        var objective = new SequenceClassificationObjective(loaded.Model, data.Type, data.Labels.Count);
        using var flat = new FlatParameters(loaded.Parameters.Trainable);
        using var optimizer = new AdamW(flat, AdamWSettings.From(config.Training));
        var checkpoints = new CheckpointStore(folder.Checkpoints, new AdapterStore(parts), config.Training.SaveTotalLimit);
        using var metrics = new MetricsFile(folder.Metrics);
        using var events = new TensorBoardFile(folder.Path, TimeProvider.System);
        var milestones = new Milestones(TimeProvider.System);

        var state = new TrainState { DataFingerprint = data.Train.Fingerprint() };
        if (start == RunStart.Resume)
        {
            state = checkpoints.LoadLatest(optimizer, state.DataFingerprint)
                ?? throw RecipeException.NothingToResume(folder.Path);
        }
        var loop = new TrainLoop(
            new TrainSetup
            {
                Config = config.Training,
                Evaluation = config.Evaluation,
                Plan = TrainPlan.For(rows.Count, config.Training),
                Objective = objective,
                Parameters = flat,
                Optimizer = optimizer,
                Mode = loaded.Mode,
                Device = parts.Device,
                Data = new TrainRows(rows, data.Train.Labels, config.Training, BatchesAhead),
                Evaluator = Scorer(parts, objective, data.Validation),
                Checkpoints = checkpoints,
                Observer = new ObserverList(console, metrics, events, milestones),
            },
            state);

        var end = loop.Run(stop);
        if (rows.TruncatedRows > 0)
        {
            console.Notice($"{rows.TruncatedRows:N0} of {rows.Count:N0} training rows were cut to {parts.MaxLength} tokens");
        }
        var result = Result(parts, folder, end, state, milestones);
        return end == TrainEnd.Interrupted ? result : Finish(parts, folder, objective, result, metrics, stop);
    }

    private static RunResult Result(
        ClassifierParts parts, RunFolder folder, TrainEnd end, TrainState state, Milestones milestones) => new()
        {
            Status = end switch
            {
                TrainEnd.Interrupted => RunStatus.Interrupted,
                TrainEnd.StoppedEarly => RunStatus.StoppedEarly,
                _ => RunStatus.Finished,
            },
            OutputDir = folder.Path,
            Steps = state.Step,
            Baseline = milestones.Baseline,
            Validation = milestones.Best,
            TrainableParameters = parts.Loaded.Parameters.TrainableCount,
            SecondsToFirstStep = milestones.SecondsToFirstStep,
            SecondsTraining = milestones.SecondsTraining,
        };

    private static RunResult Finish(
        ClassifierParts parts,
        RunFolder folder,
        SequenceClassificationObjective objective,
        RunResult result,
        MetricsFile metrics,
        CancellationToken stop)
    {
        var (config, data) = (parts.Config, parts.Data);
        var test = Scorer(parts, objective, data.Test)?.Run(stop);
        if (test is not null)
        {
            metrics.Tested(result.Steps, test);
        }
        result = result with
        {
            Test = test,
            Majority = MajorityBaseline.Score(data, data.Test ?? data.Validation),
            Adapter = folder.Adapter,
            Merged = config.Export.Merged ? folder.Merged : null,
        };
        new AdapterStore(parts).Save(folder.Adapter);
        ModelCard.Write(folder.Adapter, parts, result);
        if (config.Export.Merged)
        {
            MergedFolder.Write(folder.Merged, TrainedClassifier.Of(parts), config.Export.Dtype);
        }
        if (config.Output.Predictions && data.Test is { } part)
        {
            PredictRun.WriteTo(folder.Predictions, TrainedClassifier.Of(parts), part.Examples, withLogits: false, stop);
        }
        return result;
    }

    private static TokenizedDataset Tokenize(ClassifierParts parts, ClassificationSplit part) =>
        new(part.Examples, new TokenizerEncoder(parts.Tokenizer), parts.MaxLength);

    private static Evaluator? Scorer(ClassifierParts parts, IObjective objective, ClassificationSplit? part)
    {
        if (part is null)
        {
            return null;
        }
        var rows = Tokenize(parts, part);
        var collator = new ClassificationCollator(rows, part.Labels);
        var budget = parts.Config.Evaluation.PerDeviceEvalBatchSize * parts.MaxLength;
        return new Evaluator(
            objective,
            parts.Loaded.Mode,
            parts.Device,
            () => Prefetch.InBackground(BatchSource.ByLength(rows, budget, collator.Pack), BatchesAhead));
    }

    /// <summary>Shuffled training rows, packed ahead of need.</summary>
    private sealed class TrainRows(TokenizedDataset rows, LabelColumn labels, TrainingConfig config, int ahead) : ITrainData
    {
        public int Rows => rows.Count;

        public IEnumerable<HostBatch> From(long position) => Prefetch.InBackground(
            BatchSource.Epochs(
                new EpochOrder(rows.Count, config.Seed),
                config.PerDeviceTrainBatchSize,
                position,
                new ClassificationCollator(rows, labels).Pack),
            ahead);
    }
}
