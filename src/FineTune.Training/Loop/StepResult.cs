using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>What one optimizer step saw. Its tensors stay on the device until they are logged.</summary>
internal sealed record StepResult : IDisposable
{
    /// <summary>The step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>The rate it used.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Sum of the losses, scalar.</summary>
    public required Tensor LossSum { get; init; }

    /// <summary>What the sum is over.</summary>
    public required long Count { get; init; }

    /// <summary>Norm of the mean gradient before clipping, scalar.</summary>
    public required Tensor GradNorm { get; init; }

    /// <summary>What the objective reports beside the loss; null for nothing.</summary>
    public MetricSums? Metrics { get; init; }

    /// <summary>Tokens seen.</summary>
    public required long Tokens { get; init; }

    /// <summary>Rows used so far, over all passes.</summary>
    public required long DataPosition { get; init; }

    /// <summary>Rows of the training data seen.</summary>
    public required int[] Rows { get; init; }

    public void Dispose()
    {
        LossSum.Dispose();
        GradNorm.Dispose();
        Metrics?.Sums.Dispose();
    }
}
