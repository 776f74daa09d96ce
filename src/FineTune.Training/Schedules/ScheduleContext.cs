namespace FineTune.Training;

/// <summary>What a schedule is made for.</summary>
/// <param name="LearningRate">The full rate.</param>
/// <param name="WarmupSteps">Steps of rising rate.</param>
/// <param name="TotalSteps">Optimizer steps of the run.</param>
/// <param name="Arguments">Knobs of the single schedules.</param>
public sealed record ScheduleContext(double LearningRate, int WarmupSteps, int TotalSteps, ScheduleArguments Arguments)
{
    /// <summary>How far the run is past its warm-up, 0 at its end and 1 at the last step.</summary>
    internal double Progress(int step) => (step - WarmupSteps) / (double)Math.Max(1, TotalSteps - WarmupSteps);
}
