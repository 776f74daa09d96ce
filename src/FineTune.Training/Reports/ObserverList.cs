namespace FineTune.Training;

/// <summary>Passes every event on to several observers, in order.</summary>
public sealed class ObserverList(params IReadOnlyList<ITrainObserver> observers) : ITrainObserver
{
    /// <inheritdoc/>
    public void Started(TrainPlan plan, TrainState state) => Each(o => o.Started(plan, state));

    /// <inheritdoc/>
    public void Stepped(int step)
    {
        foreach (var observer in observers)
        {
            observer.Stepped(step);
        }
    }

    /// <inheritdoc/>
    public void Logged(StepReport report) => Each(o => o.Logged(report));

    /// <inheritdoc/>
    public void Evaluated(EvaluationReport report) => Each(o => o.Evaluated(report));

    /// <inheritdoc/>
    public void Saved(string folder) => Each(o => o.Saved(folder));

    private void Each(Action<ITrainObserver> tell)
    {
        foreach (var observer in observers)
        {
            tell(observer);
        }
    }
}
