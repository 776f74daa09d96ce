using FineTune.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>Live tensors of the thread that trains.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class LeakTests
{
    [Fact]
    public void Live_tensors_stay_flat_from_step_20_to_step_200_with_evaluations_and_checkpoints()
    {
        using var folder = new TemporaryFolder();
        using var classifier = TinyClassifier.Load(dropout: true);
        var config = new TrainingConfig
        {
            MaxSteps = 200,
            PerDeviceTrainBatchSize = 2,
            GradientAccumulationSteps = 2,
            LoggingSteps = 10,
            SaveSteps = 20,
            SaveTotalLimit = 1,
        };
        var evaluation = new EvaluationConfig { EvalStrategy = "steps", EvalSteps = 10 };
        using var run = new TinyRun(
            folder.Path, config, TinyTask.Of(classifier, new TinyData(seed: 1, rows: 10, batchSize: 2)), evaluation);
        var live = new Dictionary<int, long>();
        run.Log.AfterStep = step => live[step] = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Assert.Equal(TrainEnd.Finished, run.Run());

        Assert.Equal(21, run.Log.Evaluations.Count);
        Assert.All(Enumerable.Range(2, 19), i => Assert.Equal(live[20], live[10 * i]));
    }

    [Fact]
    public void An_evaluation_leaves_no_tensors()
    {
        using var classifier = TinyClassifier.Load();
        var data = new TinyData(seed: 1, rows: 7, batchSize: 2);
        var evaluator = new Evaluator(classifier.Objective, classifier.Mode, CPU, () => data.Once(batchSize: 3));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var scores = evaluator.Run(CancellationToken.None);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(scores, evaluator.Run(CancellationToken.None));
    }

    [Fact]
    public void A_batch_takes_its_tensors_with_it()
    {
        var data = new TinyData(seed: 1, rows: 7, batchSize: 7);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        BatchTransfer.ToDevice(data.Pack(data.All), CPU).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_failed_run_leaves_no_tensors_of_its_steps()
    {
        using var folder = new TemporaryFolder();
        using var objective = new ScriptedObjective("w")
        {
            Loss = (parameters, computed) => parameters[0].Value * (computed == 3 ? double.NaN : 1),
        };
        using var run = new TinyRun(
            folder.Path,
            new TrainingConfig { MaxSteps = 9, PerDeviceTrainBatchSize = 3, LoggingSteps = 5 },
            TinyTask.Of(objective, new TinyData(seed: 1, rows: 9, batchSize: 3)));
        var live = new Dictionary<int, long>();
        run.Log.AfterStep = step => live[step] = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Throws<TrainingException>(() => run.Run());
        // Loss and norm of the first step were still waiting to be logged.
        Assert.Equal(live[1] - 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
