namespace FineTune.Training;

/// <summary>A learning-rate schedule.</summary>
/// <param name="Name">As <c>lr_scheduler_type</c> spells it.</param>
/// <param name="Factor">Multiple of the full rate at a step after the warm-up; steps count from 0.</param>
/// <param name="WarmsUp">Whether the rate rises linearly from 0 first.</param>
public sealed record ScheduleEntry(string Name, Func<ScheduleContext, int, double> Factor, bool WarmsUp = true)
{
    /// <summary>The rate that optimizer step <paramref name="step"/> (from 0) uses.</summary>
    public double LearningRate(ScheduleContext context, int step) => context.LearningRate
        * (WarmsUp && step < context.WarmupSteps
            ? step / (double)Math.Max(1, context.WarmupSteps)
            : Factor(context, step));
}
