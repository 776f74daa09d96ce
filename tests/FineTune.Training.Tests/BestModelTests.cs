using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>Which checkpoint is best, and when a run gives up.</summary>
public sealed class BestModelTests : IDisposable
{
    private static readonly TrainingConfig SixSteps = new()
    {
        LearningRate = 0.1,
        LrSchedulerType = "constant",
        PerDeviceTrainBatchSize = 3,
        MaxSteps = 6,
        LoggingSteps = 1,
        SaveSteps = 0,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("accuracy", null, 3)]
    [InlineData("eval_accuracy", null, 3)]
    [InlineData("loss", null, 2)]
    [InlineData("eval_loss", null, 2)]
    [InlineData("mse", null, 2)]
    [InlineData("eval_mse", null, 2)]
    [InlineData("mae", null, 2)]
    [InlineData("eval_perplexity", null, 2)]
    [InlineData("pearson", null, 3)]
    [InlineData("accuracy", false, 2)]
    [InlineData("loss", true, 3)]
    public void The_best_is_the_highest_or_for_losses_and_errors_the_lowest(string metric, bool? greater, int best)
    {
        var name = metric.Replace("eval_", "", StringComparison.Ordinal);
        var (end, log) = Run(
            ScriptedObjective.Series(name, 0.9, 0.5, 0.1, 0.8, 0.4, 0.3, 0.3),
            new EvaluationConfig { MetricForBestModel = metric, GreaterIsBetter = greater });
        Assert.Equal(TrainEnd.Finished, end);
        Assert.Equal(best, log.Evaluations.Last(e => e.IsBest).Step);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], log.Evaluations.Select(e => e.Step));
    }

    [Fact]
    public void The_untrained_model_is_a_baseline_and_never_the_best()
    {
        var (_, log) = Run(
            ScriptedObjective.Series("accuracy", 1.0, 0.5, 0.4),
            new EvaluationConfig { MetricForBestModel = "accuracy" });
        Assert.Equal([false, true, false], log.Evaluations.Take(3).Select(e => e.IsBest));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 6)]
    public void The_run_leaves_the_best_weights_where_that_is_asked_for(bool loadBest, int step)
    {
        var values = new Dictionary<int, double[]>();
        using var objective = new ScriptedObjective("w")
        {
            Scores = ScriptedObjective.Series("accuracy", 0, 0.1, 0.9, 0.2),
        };
        using var run = Start(
            objective,
            new EvaluationConfig
            {
                EvalStrategy = "steps",
                EvalSteps = 1,
                MetricForBestModel = "accuracy",
                LoadBestModelAtEnd = loadBest,
            });
        run.Log.AfterStep = s => values[s] = TensorAssert.Values(run.Parameters.Values);
        run.Run();
        Assert.Equal(values[step], TensorAssert.Values(run.Parameters.Values));
        Assert.Equal(6, values.Values.Select(v => v[0]).Distinct().Count());
    }

    [Theory]
    [InlineData(1, 0.0, 3)]
    [InlineData(2, 0.0, 6)]
    [InlineData(2, 0.15, 4)]
    [InlineData(3, 0.15, 5)]
    public void It_gives_up_after_so_many_evaluations_without_enough_gain(int patience, double threshold, int lastStep)
    {
        // Gains over the best so far, from the second step on: 0.2, none, 0.1, none, 0.1.
        var (end, log) = Run(
            ScriptedObjective.Series("accuracy", 0, 0.4, 0.6, 0.5, 0.7, 0.6, 0.8),
            new EvaluationConfig
            {
                MetricForBestModel = "accuracy",
                EarlyStoppingPatience = patience,
                EarlyStoppingThreshold = threshold,
            });
        Assert.Equal(lastStep, log.Evaluations[^1].Step);
        Assert.Equal(lastStep < 6 ? TrainEnd.StoppedEarly : TrainEnd.Finished, end);
        Assert.Equal([$"step-{lastStep:D6}"], log.Checkpoints);
    }

    [Fact]
    public void Without_patience_it_never_gives_up()
    {
        var (end, _) = Run(
            ScriptedObjective.Series("accuracy", 0, 0.9, 0.1),
            new EvaluationConfig { MetricForBestModel = "accuracy" });
        Assert.Equal(TrainEnd.Finished, end);
    }

    [Theory]
    [InlineData("no", new int[0])]
    [InlineData("epoch", new[] { 0, 3, 6 })]
    [InlineData("steps", new[] { 0, 4, 6 })]
    public void Evaluations_come_when_they_are_due_and_at_the_end(string strategy, int[] steps)
    {
        using var objective = new ScriptedObjective("w");
        using var run = Start(
            objective,
            new EvaluationConfig { EvalStrategy = strategy, EvalSteps = 4, EvalOnStart = strategy != "no" });
        run.Run();
        Assert.Equal(steps, run.Log.Evaluations.Select(e => e.Step));
    }

    [Fact]
    public void A_stop_during_the_last_evaluation_leaves_it_to_the_resumed_run()
    {
        var evaluation = new EvaluationConfig { EvalOnStart = false, EvalStrategy = "steps", EvalSteps = 100 };
        using (var objective = new ScriptedObjective("w"))
        using (var run = Start(objective, evaluation))
        {
            Assert.Equal(TrainEnd.Interrupted, run.RunUntil(6));
        }
        using var resumedObjective = new ScriptedObjective("w");
        using var resumed = Start(resumedObjective, evaluation);
        Assert.Equal(TrainEnd.Finished, resumed.Run());
        Assert.Equal([6], resumed.Log.Evaluations.Select(e => e.Step));
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private TinyRun Start(ScriptedObjective objective, EvaluationConfig evaluation) =>
        new(
            _folder.At("run"),
            SixSteps,
            TinyTask.Of(objective, new TinyData(seed: 1, rows: 9, batchSize: 3)),
            evaluation);

    /// <summary>Six steps with an evaluation after each.</summary>
    private (TrainEnd End, EventLog Log) Run(
        IReadOnlyList<Dictionary<string, double>> scores, EvaluationConfig evaluation)
    {
        using var objective = new ScriptedObjective("w") { Scores = scores };
        using var run = Start(objective, evaluation with { EvalStrategy = "steps", EvalSteps = 1 });
        return (run.Run(), run.Log);
    }
}
