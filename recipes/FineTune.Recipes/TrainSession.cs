using FineTune.Formats;
using FineTune.Nn;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>What every recipe does once model and task stand: optimizer, checkpoints, loop, last scores, results. Nothing
/// is written before everything that can be refused was.</summary>
internal static class TrainSession
{
    /// <summary>Trains, scores and exports.</summary>
    public static RunResult Run(
        RunConfig config, TunedModel model, TrainTask task, RunFolder folder, RunStart start, IRunConsole console,
        CancellationToken stop)
    {
        using var flat = new FlatParameters(
            model.Parameters.Trainable, p => LoraPlusRule.RateOf(p, config.Training));
        using var optimizer = new AdamW(flat, AdamWSettings.From(config.Training));
        var plan = TrainPlan.For(task.Data.Rows, config.Training);
        var part = model.Adapter as ITrainingPart;
        part?.Begin(plan.TotalSteps);
        var checkpoints = new CheckpointStore(
            folder.Checkpoints, new TunedModelStore(model), config.Training.SaveTotalLimit, part);
        using var metrics = new MetricsFile(folder.Metrics);
        using var events = new TensorBoardFile(folder.Path, TimeProvider.System);
        var milestones = new Milestones(TimeProvider.System);

        var state = StartingState(config, task, folder, start, checkpoints, optimizer);
        var loop = new TrainLoop(
            new TrainSetup
            {
                Config = config.Training,
                Evaluation = config.Evaluation,
                Plan = plan,
                Objective = task.Objective,
                Parameters = flat,
                Optimizer = optimizer,
                Part = part,
                Mode = model.Mode,
                Device = model.Device,
                Data = task.Data,
                Evaluator = task.Validation,
                Checkpoints = checkpoints,
                Observer = new ObserverList(console, metrics, events, milestones),
            },
            state);
        if (start == RunStart.Resume && loop.Finished && RunOutputs.Missing(config, folder).Count == 0)
        {
            return Result(config, model, folder, RunStatus.AlreadyFinished, state, milestones);
        }
        folder.Open(RunConfigFile.Write(config), start);

        var end = loop.Run(stop);
        var result = Result(config, model, folder, StatusOf(end), state, milestones);
        try
        {
            return end == TrainEnd.Interrupted ? result : Finish(config, model, task, folder, result, metrics, console, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return result with { Status = RunStatus.Interrupted };
        }
    }

    private static TrainState StartingState(
        RunConfig config, TrainTask task, RunFolder folder, RunStart start, CheckpointStore checkpoints, AdamW optimizer)
    {
        if (start != RunStart.Resume)
        {
            return new TrainState { DataFingerprint = task.Fingerprint };
        }
        ResumeCheck.Compare(folder, config);
        return checkpoints.LoadLatest(optimizer, task.Fingerprint)
            ?? throw RecipeException.NothingToResume(folder.Path, holdsRun: true);
    }

    private static RunStatus StatusOf(TrainEnd end) => end switch
    {
        TrainEnd.Interrupted => RunStatus.Interrupted,
        TrainEnd.StoppedEarly => RunStatus.StoppedEarly,
        _ => RunStatus.Finished,
    };

    private static RunResult Result(
        RunConfig config, TunedModel model, RunFolder folder, RunStatus status, TrainState state, Milestones milestones) =>
        new()
        {
            Status = status,
            Task = config.Task.Type,
            OutputDir = folder.Path,
            Steps = state.Step,
            Baseline = milestones.Baseline,
            Validation = milestones.Best,
            TrainableParameters = model.Parameters.TrainableCount,
            SecondsToFirstStep = milestones.SecondsToFirstStep,
            SecondsTraining = milestones.SecondsTraining,
            PeakMemoryBytes = DeviceMemory.PeakBytes(model.Device),
            Adapter = IfThere(folder.Adapter),
            Model = IfThere(folder.Model),
            Merged = IfThere(folder.Merged),
        };

    private static RunResult Finish(
        RunConfig config, TunedModel model, TrainTask task, RunFolder folder, RunResult result, MetricsFile metrics,
        IRunConsole console, CancellationToken stop)
    {
        var test = task.Test?.Run(stop);
        if (test is not null)
        {
            metrics.Tested(result.Steps, test);
        }
        result = result with { Test = test, Majority = task.Majority };
        model.Adapter?.Finish();
        var results = model.Adapter is null ? folder.Model : folder.Adapter;
        AtomicFolder.Write(results, path =>
        {
            new TunedModelStore(model).Save(path);
            ModelCard.Write(path, config, task.Card, result, results);
        });
        if (RunOutputs.HasMerged(config))
        {
            MergeRun.OfRun(config, folder, console);
        }
        task.Predict?.Invoke(folder.Predictions, stop);
        return result with
        {
            Adapter = IfThere(folder.Adapter),
            Model = IfThere(folder.Model),
            Merged = IfThere(folder.Merged),
        };
    }

    private static string? IfThere(string folder) => Directory.Exists(folder) ? folder : null;
}
