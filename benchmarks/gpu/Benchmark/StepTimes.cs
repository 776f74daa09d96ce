using FineTune.Training;

namespace GpuBenchmark;

/// <summary>Notes the speed of each group of steps, of which the first warms up and does not count.</summary>
/// <param name="profile">Is taken of the last step; null for none.</param>
internal sealed class StepTimes(StepProfile? profile) : ITrainObserver
{
    private readonly List<double> _examplesPerSecond = [];
    private int _examples;
    private int _total;

    public double LastLoss { get; private set; }

    public void Started(TrainPlan plan, TrainState state) => (_examples, _total) = (plan.Rows, plan.TotalSteps);

    // The profile is of the last step.
    public void Stepped(int step)
    {
        if (step == _total - 1)
        {
            profile?.Begin();
        }
        else if (step == _total)
        {
            profile?.End();
        }
    }

    public void Logged(StepReport report)
    {
        LastLoss = report.Loss;
        _examplesPerSecond.Add(report.Speed.ExamplesPerSecond);
    }

    public double MedianSecondsOfStep(int group)
    {
        double[] speeds = [.. _examplesPerSecond.Skip(1).Order()];
        return speeds.Length == 0
            ? throw new InvalidOperationException($"no group of {group} steps was timed: take more steps")
            : _examples / speeds[speeds.Length / 2];
    }
}
