using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

public sealed class ClippingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_long_gradient_is_scaled_down_to_the_norm_and_its_own_norm_is_reported()
    {
        var (plain, report) = Step(maxGradNorm: 0);
        var limit = report.GradNorm / 4;
        var (clipped, clippedReport) = Step(limit);

        TensorAssert.Close("norm of the gradient", report.GradNorm, Norm(plain), Tolerance.SameResult);
        Assert.Equal(report.GradNorm, clippedReport.GradNorm);
        TensorAssert.Close("norm after clipping", limit, Norm(clipped), Tolerance.SameResult);
        TensorAssert.AllClose("direction", [.. plain.Select(g => g / 4)], clipped, Tolerance.SameResult);
    }

    [Fact]
    public void A_short_gradient_is_left_alone()
    {
        var (plain, report) = Step(maxGradNorm: 0);
        Assert.Equal(plain, Step(report.GradNorm * 1.01).Gradient);
    }

    public void Dispose() => _folder.Dispose();

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(v => v * v));

    private (double[] Gradient, StepReport Report) Step(double maxGradNorm)
    {
        using var scope = NewDisposeScope();
        using var classifier = TinyClassifier.Load();
        var config = new TrainingConfig { MaxSteps = 1, MaxGradNorm = maxGradNorm, LoggingSteps = 1 };
        var task = TinyTask.Of(classifier, new TinyData(seed: 1, rows: 8, batchSize: 8));
        using var run = new TinyRun(_folder.At($"{maxGradNorm:R}"), config, task);
        run.Run();
        return (TensorAssert.Values(run.Parameters.Gradients), run.Log.Steps[0]);
    }
}
