using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>One process's share of a run: fresh objects that start anew or go on from the newest checkpoint.</summary>
internal sealed class TinyRun : IDisposable
{
    private const string Fingerprint = "rows of the test";

    private readonly TrainSetup _setup;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Sets a run up.</summary>
    /// <param name="folder">Its checkpoints.</param>
    /// <param name="config">How to train.</param>
    /// <param name="task">What to train, on what.</param>
    /// <param name="evaluation">When to score; default never.</param>
    /// <param name="more">Another observer.</param>
    public TinyRun(
        string folder, TrainingConfig config, TinyTask task, EvaluationConfig? evaluation = null,
        ITrainObserver? more = null)
    {
        Parameters = new FlatParameters(task.Trainables);
        Optimizer = new AdamW(Parameters, AdamWSettings.From(config));
        Checkpoints = new CheckpointStore(folder, new TrainablesFile(Parameters.Parameters), config.SaveTotalLimit);
        State = Checkpoints.LoadLatest(Optimizer, Fingerprint) ?? new TrainState { DataFingerprint = Fingerprint };
        _setup = new TrainSetup
        {
            Config = config,
            Evaluation = evaluation ?? Never,
            Plan = TrainPlan.For(task.Data.Rows, config),
            Objective = task.Objective,
            Parameters = Parameters,
            Optimizer = Optimizer,
            Mode = task.Mode,
            Device = CPU,
            Data = task.Data,
            Evaluator = task.Data is TinyData rows
                ? new Evaluator(task.Objective, task.Mode, CPU, () => rows.Once(batchSize: 3))
                : null,
            Checkpoints = Checkpoints,
            Observer = more is null ? Log : new ObserverList(Log, more),
        };
    }

    /// <summary>No evaluation at all.</summary>
    public static EvaluationConfig Never { get; } =
        new() { EvalStrategy = "no", EvalOnStart = false, LoadBestModelAtEnd = false };

    public EventLog Log { get; } = new();

    /// <summary>What goes away with the run.</summary>
    public IReadOnlyList<IDisposable> Owned { get; init; } = [];

    public FlatParameters Parameters { get; }

    public AdamW Optimizer { get; }

    public CheckpointStore Checkpoints { get; }

    public TrainState State { get; }

    /// <summary>Trains to the end, or until <see cref="Stop"/>.</summary>
    public TrainEnd Run() => new TrainLoop(_setup, State).Run(_stop.Token);

    /// <summary>Asks the run to stop, as Ctrl-C does.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Trains, and asks to stop after a step.</summary>
    public TrainEnd RunUntil(int lastStep)
    {
        Log.AfterStep = step =>
        {
            if (step == lastStep)
            {
                Stop();
            }
        };
        return Run();
    }

    /// <summary>Values and moments, to the bit.</summary>
    public double[] Everything() =>
        [.. new[] { Parameters.Values, Optimizer.FirstMoment, Optimizer.SecondMoment }.SelectMany(TensorAssert.Values)];

    public void Dispose()
    {
        Optimizer.Dispose();
        Parameters.Dispose();
        _stop.Dispose();
        foreach (var owned in Owned)
        {
            owned.Dispose();
        }
    }
}
