using FineTune.Data;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>How rows are cut into batches and batches into steps does not change what a step computes.</summary>
public sealed class AccumulationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<ProblemType, int, int> Cuts
    {
        get
        {
            var data = new TheoryData<ProblemType, int, int>();
            foreach (var problem in Enum.GetValues<ProblemType>())
            {
                data.Add(problem, 4, 2);
                data.Add(problem, 1, 8);
                data.Add(problem, 3, 3);
                data.Add(problem, 7, 2);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void A_step_over_eight_rows_is_the_same_however_they_are_cut(
        ProblemType problem, int batch, int accumulation)
    {
        var (gradient, report) = Step(problem, rows: 8, batch: 8, accumulation: 1, steps: 1);
        var (cut, cutReport) = Step(problem, rows: 8, batch, accumulation, steps: 1);
        TensorAssert.AllClose("gradient", gradient, cut, Tolerance.SameResult);
        TensorAssert.Close("loss", report.Loss, cutReport.Loss, Tolerance.SameResult);
        TensorAssert.Close("norm", report.GradNorm, cutReport.GradNorm, Tolerance.SameResult);
        Assert.Equal((1, 1.0), (cutReport.Step, cutReport.Epoch));
    }

    [Theory]
    [InlineData(ProblemType.SingleLabelClassification)]
    [InlineData(ProblemType.MultiLabelClassification)]
    [InlineData(ProblemType.Regression)]
    public void The_short_last_window_of_a_pass_is_divided_by_what_it_saw(ProblemType problem)
    {
        // Ten rows: the second step sees two of them, as one batch or as two of one.
        var (gradient, report) = Step(problem, rows: 10, batch: 8, accumulation: 1, steps: 2);
        var (cut, cutReport) = Step(problem, rows: 10, batch: 1, accumulation: 8, steps: 2);
        TensorAssert.AllClose("gradient", gradient, cut, Tolerance.SameResult);
        TensorAssert.Close("loss", report.Loss, cutReport.Loss, Tolerance.SameResult);
        Assert.Equal((2, 1.0), (cutReport.Step, cutReport.Epoch));
    }

    [Theory]
    [InlineData(ProblemType.SingleLabelClassification)]
    [InlineData(ProblemType.MultiLabelClassification)]
    [InlineData(ProblemType.Regression)]
    public void The_loss_is_the_mean_over_everything_since_the_last_line(ProblemType problem)
    {
        // Three steps on frozen weights with one line at the end: the mean over ten rows, not over three steps.
        var config = Config(batch: 4, accumulation: 1, steps: 3) with { LoggingSteps = 3 };
        var (_, logged) = Train(problem, rows: 10, config);
        var (_, whole) = Step(problem, rows: 10, batch: 10, accumulation: 1, steps: 1);
        TensorAssert.Close("loss", whole.Loss, logged.Loss, Tolerance.SameResult);
    }

    [Theory, Seeds(5)]
    public void Order_and_packing_do_not_change_the_loss(int seed)
    {
        foreach (var problem in Enum.GetValues<ProblemType>())
        {
            using var classifier = TinyClassifier.Load(problem);
            var data = new TinyData(seed, rows: 9, batchSize: 9, problem);
            var shuffled = data.All;
            new Random(seed).Shuffle(shuffled);

            var (sum, count) = Loss(classifier, data, data.All);
            var (shuffledSum, shuffledCount) = Loss(classifier, data, shuffled);
            var parts = shuffled.Chunk(2).Select(rows => Loss(classifier, data, rows)).ToList();

            Assert.Equal((count, count), (shuffledCount, parts.Sum(p => p.Count)));
            TensorAssert.Close($"{problem} shuffled", sum, shuffledSum, Tolerance.SameResult);
            TensorAssert.Close($"{problem} in parts", sum, parts.Sum(p => p.Sum), Tolerance.SameResult);
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static (double Sum, long Count) Loss(TinyClassifier classifier, TinyData data, int[] rows)
    {
        using var batch = BatchTransfer.ToDevice(data.Pack(rows), CPU);
        var loss = classifier.Objective.Compute(batch);
        return (loss.Sum.item<float>(), loss.Count);
    }

    // A rate of zero leaves the weights alone, so that later steps are comparable too.
    private static TrainingConfig Config(int batch, int accumulation, int steps) => new()
    {
        PerDeviceTrainBatchSize = batch,
        GradientAccumulationSteps = accumulation,
        MaxSteps = steps,
        LearningRate = 0,
        MaxGradNorm = 0,
        LoggingSteps = 1,
        SaveSteps = 0,
    };

    private (double[] Gradient, StepReport Last) Step(
        ProblemType problem, int rows, int batch, int accumulation, int steps) =>
        Train(problem, rows, Config(batch, accumulation, steps));

    private (double[] Gradient, StepReport Last) Train(ProblemType problem, int rows, TrainingConfig config)
    {
        using var classifier = TinyClassifier.Load(problem);
        var data = new TinyData(seed: 3, rows, config.PerDeviceTrainBatchSize, problem);
        using var run = new TinyRun(_folder.At(Guid.NewGuid().ToString()), config, TinyTask.Of(classifier, data));
        Assert.Equal(TrainEnd.Finished, run.Run());
        return (TensorAssert.Values(run.Parameters.Gradients), run.Log.Steps[^1]);
    }
}
