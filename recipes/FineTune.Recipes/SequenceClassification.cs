using FineTune.Data;
using FineTune.Formats;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Trains a classifier or regressor of whole sequences, from parts that are ready to a finished run
/// folder.</summary>
public static class SequenceClassification
{
    private const int BatchesAhead = 4;

    /// <summary>Trains, scores and exports. Nothing is written before everything that can be refused was.</summary>
    public static RunResult Train(
        ClassifierParts parts, RunFolder folder, RunStart start, IRunConsole console, CancellationToken stop)
    {
        var (config, loaded, data) = (parts.Config, parts.Loaded, parts.Data);
        var rows = Tokenize(parts, data.Train);
        var objective = new SequenceClassificationObjective(loaded.Model, data.Type, data.Labels.Count);
        using var flat = new FlatParameters(loaded.Parameters.Trainable);
        using var optimizer = new AdamW(flat, AdamWSettings.From(config.Training));
        var checkpoints = new CheckpointStore(folder.Checkpoints, new AdapterStore(parts), config.Training.SaveTotalLimit);
        using var metrics = new MetricsFile(folder.Metrics);
        using var events = new TensorBoardFile(folder.Path, TimeProvider.System);
        var milestones = new Milestones(TimeProvider.System);

        var state = StartingState(parts, folder, start, checkpoints, optimizer);
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
        if (start == RunStart.Resume && loop.Finished && RunOutputs.Missing(config, folder).Count == 0)
        {
            return Result(parts, folder, RunStatus.AlreadyFinished, state, milestones);
        }
        folder.Open(RunConfigFile.Write(config), start);

        var end = loop.Run(stop);
        if (rows.TruncatedRows > 0)
        {
            console.Notice($"{rows.TruncatedRows:N0} of {rows.Count:N0} training rows were cut to {parts.MaxLength} tokens");
        }
        var result = Result(parts, folder, StatusOf(end), state, milestones);
        try
        {
            return end == TrainEnd.Interrupted ? result : Finish(parts, folder, objective, result, metrics, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return result with { Status = RunStatus.Interrupted };
        }
    }

    private static TrainState StartingState(
        ClassifierParts parts, RunFolder folder, RunStart start, CheckpointStore checkpoints, AdamW optimizer)
    {
        var fingerprint = parts.Data.Train.Fingerprint();
        if (start != RunStart.Resume)
        {
            return new TrainState { DataFingerprint = fingerprint };
        }
        ResumeCheck.Compare(folder, parts.Config);
        return checkpoints.LoadLatest(optimizer, fingerprint)
            ?? throw RecipeException.NothingToResume(folder.Path, holdsRun: true);
    }

    private static RunStatus StatusOf(TrainEnd end) => end switch
    {
        TrainEnd.Interrupted => RunStatus.Interrupted,
        TrainEnd.StoppedEarly => RunStatus.StoppedEarly,
        _ => RunStatus.Finished,
    };

    private static RunResult Result(
        ClassifierParts parts, RunFolder folder, RunStatus status, TrainState state, Milestones milestones) => new()
        {
            Status = status,
            OutputDir = folder.Path,
            Steps = state.Step,
            Baseline = milestones.Baseline,
            Validation = milestones.Best,
            TrainableParameters = parts.Loaded.Parameters.TrainableCount,
            SecondsToFirstStep = milestones.SecondsToFirstStep,
            SecondsTraining = milestones.SecondsTraining,
            Adapter = Directory.Exists(folder.Adapter) ? folder.Adapter : null,
            Merged = Directory.Exists(folder.Merged) ? folder.Merged : null,
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
            Majority = MajorityBaseline.Score(data, data.Validation ?? data.Test),
            Adapter = folder.Adapter,
            Merged = config.Export.Merged ? folder.Merged : null,
        };
        AtomicFolder.Write(folder.Adapter, path =>
        {
            new AdapterStore(parts).Save(path);
            ModelCard.Write(path, parts, result);
        });
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
