using System.Text.Json.Nodes;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>A run that is stopped and resumed by fresh objects ends as one that never was, to the bit.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class ResumeTests : IDisposable
{
    private const int Rows = 20;

    private static readonly string[] OfTheMachine =
        ["tokens_per_second", "examples_per_second", "peak_memory_bytes", "eval_seconds"];

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    /// <summary>What is unusual about a run, and where it is stopped.</summary>
    public static TheoryData<string, int[]> Stops => new()
    {
        { "mid-epoch", [3] },
        { "mid-epoch", [2, 4] },
        { "at the end of an epoch, where an evaluation is due", [5] },
        { "accumulation", [2] },
        { "accumulation", [3] },
        { "accumulation", [4] },
        { "dropout", [3] },
        { "dropout and accumulation", [3] },
        { "evaluation every two steps", [2] },
        { "evaluation every two steps", [3] },
        { "a log line every four steps", [3] },
        { "checkpoints every step", [3] },
    };

    [Theory]
    [MemberData(nameof(Stops))]
    public void Stopped_and_resumed_equals_unbroken(string kind, int[] stops)
    {
        using var unbroken = Start(kind, "unbroken");
        Assert.Equal(TrainEnd.Finished, unbroken.Run());

        var figures = new List<string>();
        foreach (var stop in stops)
        {
            using var part = Start(kind, "broken");
            Assert.Equal(TrainEnd.Interrupted, part.RunUntil(stop));
            figures.AddRange(part.Log.Figures);
        }
        using var last = Start(kind, "broken");
        Assert.Equal(stops[^1], last.State.Step);
        Assert.Equal(TrainEnd.Finished, last.Run());
        figures.AddRange(last.Log.Figures);

        Assert.Equal(unbroken.Log.Figures, figures);
        Assert.Equal(unbroken.Everything(), last.Everything());
        Assert.Equivalent(unbroken.State, last.State, strict: true);
        Assert.Equal(MetricLines("unbroken"), MetricLines("broken"));
    }

    [Fact]
    public void Steps_after_the_checkpoint_are_taken_again_as_they_were()
    {
        using var unbroken = Start("checkpoint every three steps", "unbroken");
        unbroken.Run();

        using (var killed = Start("checkpoint every three steps", "broken"))
        {
            killed.Log.AfterStep = step => _ = step < 5 ? 0 : throw new InvalidOperationException("power cut");
            Assert.Throws<InvalidOperationException>(() => killed.Run());
        }
        using var resumed = Start("checkpoint every three steps", "broken");
        Assert.Equal(3, resumed.State.Step);
        resumed.Run();

        Assert.Equal(unbroken.Everything(), resumed.Everything());
        Assert.Equal(MetricLines("unbroken"), MetricLines("broken"));
    }

    [Fact]
    public void A_finished_run_that_is_resumed_stays_as_it_is()
    {
        double[] values;
        using (var run = Start("mid-epoch", "broken"))
        {
            run.Run();
            values = run.Everything();
        }
        using var again = Start("mid-epoch", "broken");
        Assert.Equal(TrainEnd.Finished, again.Run());
        Assert.Empty(again.Log.Figures);
        Assert.Equal(values, again.Everything());
    }

    [Fact]
    public void A_stop_before_the_first_step_leaves_a_checkpoint_to_start_from()
    {
        using var unbroken = Start("mid-epoch", "unbroken");
        unbroken.Run();
        using (var run = Start("mid-epoch", "broken"))
        {
            run.Stop();
            Assert.Equal(TrainEnd.Interrupted, run.Run());
        }
        using var resumed = Start("mid-epoch", "broken");
        resumed.Run();
        Assert.Equal(unbroken.Everything(), resumed.Everything());
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private TinyRun Start(string kind, string name)
    {
        var accumulates = kind.Contains("accumulation", StringComparison.Ordinal);
        var config = new TrainingConfig
        {
            LearningRate = 1e-2,
            WarmupSteps = 2,
            WeightDecay = 0.01,
            PerDeviceTrainBatchSize = accumulates ? 2 : 4,
            GradientAccumulationSteps = accumulates ? 3 : 1,
            MaxSteps = 6,
            LoggingSteps = kind == "a log line every four steps" ? 4 : 1,
            SaveSteps = kind switch { "checkpoints every step" => 1, "checkpoint every three steps" => 3, _ => 0 },
        };
        var evaluation = new EvaluationConfig
        {
            EvalStrategy = kind == "evaluation every two steps" ? "steps" : "epoch",
            EvalSteps = 2,
            LoadBestModelAtEnd = false,
        };
        var classifier = TinyClassifier.Load(dropout: kind.Contains("dropout", StringComparison.Ordinal));
        var data = new TinyData(seed: 1, Rows, config.PerDeviceTrainBatchSize);
        Directory.CreateDirectory(_folder.At(name));
        var metrics = new MetricsFile(MetricsPath(name));
        return new TinyRun(
            _folder.At(name, "checkpoints"), config, TinyTask.Of(classifier, data), evaluation, metrics)
        {
            Owned = [classifier, metrics],
        };
    }

    private string MetricsPath(string name) => _folder.At(name, "metrics.jsonl");

    /// <summary>The lines of <c>metrics.jsonl</c> without what a clock or the machine decides.</summary>
    private IEnumerable<string> MetricLines(string name)
    {
        foreach (var text in File.ReadLines(MetricsPath(name)))
        {
            var line = JsonNode.Parse(text)!.AsObject();
            Array.ForEach(OfTheMachine, key => line.Remove(key));
            yield return line.ToJsonString();
        }
    }
}
