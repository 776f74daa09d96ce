namespace FineTune.Training;

/// <summary>One line of the training log.</summary>
/// <param name="Step">Optimizer steps taken.</param>
/// <param name="TotalSteps">Optimizer steps of the run.</param>
/// <param name="Epoch">Passes over the data, with fraction.</param>
/// <param name="Loss">Mean since the last line.</param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="GradNorm">Norm of the last gradient before clipping.</param>
/// <param name="Speed">How fast it goes.</param>
public sealed record StepReport(
    int Step, int TotalSteps, double Epoch, double Loss, double LearningRate, double GradNorm, Speed Speed)
{
    /// <summary>The objective's other figures, means since the last line, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}
