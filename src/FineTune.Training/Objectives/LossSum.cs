using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>A loss as the sum over what it counts, not yet divided: a step divides once, by everything it saw.</summary>
/// <param name="Sum">Scalar, float32, on the device.</param>
/// <param name="Count">What the sum is over: examples, supervised tokens, pairs.</param>
public readonly record struct LossSum(Tensor Sum, long Count)
{
    /// <summary>What the log reports beside the loss; null for nothing.</summary>
    public MetricSums? Metrics { get; init; }
}
