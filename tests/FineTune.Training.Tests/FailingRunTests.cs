using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>Runs that cannot go on say why.</summary>
public sealed class FailingRunTests : IDisposable
{
    private static readonly TrainingConfig EveryStep = new()
    {
        LearningRate = 0.5,
        LrSchedulerType = "constant",
        PerDeviceTrainBatchSize = 3,
        MaxSteps = 10,
        LoggingSteps = 1,
        SaveSteps = 0,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Trainable_parameters_outside_the_graph_are_all_named()
    {
        using var objective = new ScriptedObjective("used", "layer.0.forgotten", "layer.1.forgotten", "lost")
        {
            Loss = (parameters, _) => parameters[0].Value,
        };
        var error = Assert.Throws<TrainingException>(() => Run(objective, EveryStep));
        Assert.Contains("received no gradient in the first step", error.Message);
        Assert.Contains("\n    layer.{0..1}.forgotten\n    lost", error.Message);
        Assert.DoesNotContain("used", error.Message.Split('\n', 2)[1]);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_after_the_first_step_is_named()
    {
        using var objective = new ScriptedObjective("sound", "steep")
        {
            // The root of zero is zero; its slope is infinite.
            Loss = (parameters, _) => parameters[0].Value + (parameters[1].Value - 1).sqrt(),
        };
        var error = Assert.Throws<TrainingException>(() => Run(objective, EveryStep));
        Assert.Contains("not finite after the first step", error.Message);
        Assert.Contains("steep", error.Message);
        Assert.DoesNotContain("sound", error.Message);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 5)]
    public void A_loss_that_is_not_a_number_names_step_rate_and_rows(int step, int loggingSteps)
    {
        using var objective = new ScriptedObjective("w")
        {
            Loss = (parameters, computed) => parameters[0].Value * (computed == step ? double.NaN : 1),
        };
        var error = Assert.Throws<TrainingException>(
            () => Run(objective, EveryStep with { LoggingSteps = loggingSteps }));
        Assert.Contains($"the loss is NaN at step {step} (learning rate 0.5, rows ", error.Message);
        var rows = new TinyData(seed: 1, rows: 9, batchSize: 3).From(0).ElementAt(step - 1).Rows;
        Assert.Contains($"rows {string.Join(", ", rows)} of the training data", error.Message);
        Assert.Contains("training.learning_rate", error.Message);
        Assert.Empty(Directory.Exists(_folder.At("run")) ? Directory.GetDirectories(_folder.At("run")) : []);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_is_told_before_the_scores_that_it_spoils()
    {
        using var objective = new ScriptedObjective("w")
        {
            Loss = (parameters, computed) => parameters[0].Value * (computed == 2 ? double.NaN : 1),
            Scores = ScriptedObjective.Series("loss", 1, double.NaN),
        };
        var evaluation = new EvaluationConfig { EvalStrategy = "steps", EvalSteps = 4 };
        var log = new EventLog();
        var error = Assert.Throws<TrainingException>(
            () => Run(objective, EveryStep with { LoggingSteps = 100 }, evaluation, log));
        Assert.Contains("the loss is NaN at step 2", error.Message);
        Assert.Equal(0, Assert.Single(log.Evaluations).Step);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_evaluation_loss_that_is_not_a_number_ends_the_run(bool onStart)
    {
        using var objective = new ScriptedObjective("w") { Scores = ScriptedObjective.Series("loss", double.NaN) };
        var error = Assert.Throws<TrainingException>(
            () => Run(objective, EveryStep, new EvaluationConfig { EvalOnStart = onStart }));
        Assert.Contains("the loss on the evaluation data is NaN", error.Message);
        Assert.Contains("training.learning_rate", error.Message);
    }

    [Fact]
    public void A_score_that_does_not_exist_is_refused_before_the_first_step()
    {
        using var objective = new ScriptedObjective("w") { Scores = ScriptedObjective.Series("accuracy", 1) };
        var evaluation = new EvaluationConfig { MetricForBestModel = "acuracy" };
        var log = new EventLog { AfterStep = _ => Assert.Fail("a step was taken") };
        var error = Assert.Throws<TrainingException>(() => Run(objective, EveryStep, evaluation, log));
        Assert.Contains("evaluation.metric_for_best_model is 'acuracy'", error.Message);
        Assert.Contains("loss, accuracy", error.Message);
    }

    [Fact]
    public void A_checkpoint_of_other_rows_is_refused()
    {
        using var objective = new ScriptedObjective("w");
        using var run = Start(objective, EveryStep);
        run.Run();
        var error = Assert.Throws<TrainingException>(() => run.Checkpoints.LoadLatest(run.Optimizer, "other rows"));
        Assert.Contains("step-000010 cannot be resumed: the training rows or labels have changed", error.Message);
        Assert.Contains("--overwrite", error.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{ \"step\": ")]
    public void A_checkpoint_whose_state_is_gone_or_damaged_says_so(string? state)
    {
        using var objective = new ScriptedObjective("w");
        using var run = Start(objective, EveryStep);
        run.Run();
        var path = _folder.At("run", "step-000010", "trainer_state.json");
        File.Delete(path);
        if (state is not null)
        {
            File.WriteAllText(path, state);
        }
        var error = Assert.Throws<TrainingException>(
            () => run.Checkpoints.LoadLatest(run.Optimizer, run.State.DataFingerprint));
        Assert.Contains("step-000010 cannot be resumed: trainer_state.json: ", error.Message);
    }

    [Fact]
    public void A_checkpoint_of_another_number_of_trainables_is_refused()
    {
        using var objective = new ScriptedObjective("w");
        using (var run = Start(objective, EveryStep))
        {
            run.Run();
        }
        using var larger = new ScriptedObjective("w", "v");
        using var flat = new FlatParameters(larger.Parameters);
        using var optimizer = new AdamW(flat, AdamWSettings.From(EveryStep));
        var store = new CheckpointStore(_folder.At("run"), new TrainablesFile([larger.Parameters[0]]), keep: null);
        var error = Assert.Throws<TrainingException>(() => store.LoadLatest(optimizer, "rows of the test"));
        Assert.Contains("the run trains 4 parameters, the checkpoint another number", error.Message);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private TinyRun Start(
        ScriptedObjective objective,
        TrainingConfig config,
        EvaluationConfig? evaluation = null,
        EventLog? log = null)
    {
        var task = TinyTask.Of(objective, new TinyData(seed: 1, rows: 9, batchSize: 3));
        return new TinyRun(_folder.At("run"), config, task, evaluation, log);
    }

    private void Run(
        ScriptedObjective objective, TrainingConfig config, EvaluationConfig? evaluation = null, EventLog? log = null)
    {
        using var run = Start(objective, config, evaluation, log);
        run.Run();
    }
}
