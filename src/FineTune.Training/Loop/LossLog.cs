namespace FineTune.Training;

/// <summary>Losses between two log lines. They are read off the device only when a line is due; each is checked
/// then.</summary>
internal sealed class LossLog(TrainState state) : IDisposable
{
    private readonly List<StepResult> _unread = [];

    /// <summary>Keeps a step's figures.</summary>
    public void Add(StepResult step) => _unread.Add(step);

    /// <summary>Reads all that was kept.</summary>
    /// <returns>The norm of the last gradient, or null if nothing was kept.</returns>
    /// <exception cref="TrainingException">A loss is not finite.</exception>
    public double? Read()
    {
        double? norm = null;
        foreach (var step in _unread)
        {
            var sum = step.LossSum.item<float>();
            if (!float.IsFinite(sum))
            {
                throw TrainingException.NonFiniteLoss(sum, step.Step, step.LearningRate, step.Rows);
            }
            state.PendingLoss += sum;
            state.PendingCount += step.Count;
            Keep(step.Metrics);
        }
        if (_unread.Count > 0)
        {
            norm = _unread[^1].GradNorm.item<float>();
        }
        Clear();
        return norm;
    }

    /// <summary>The mean of everything since the last line; starts the next line.</summary>
    public double TakeMean()
    {
        var mean = state.PendingLoss / Math.Max(1, state.PendingCount);
        (state.PendingLoss, state.PendingCount) = (0, 0);
        return mean;
    }

    /// <summary>The means of the objective's figures since the last line; starts the next line.</summary>
    public IReadOnlyDictionary<string, double> TakeMetrics()
    {
        var pending = state.PendingMetrics ?? [];
        state.PendingMetrics = null;
        return pending.Where(m => m.Value[1] > 0).ToDictionary(m => m.Key, m => m.Value[0] / m.Value[1]);
    }

    public void Dispose() => Clear();

    private void Keep(MetricSums? metrics)
    {
        if (metrics is null)
        {
            return;
        }
        using var host = metrics.Sums.cpu();
        var sums = host.data<float>().ToArray();
        var pending = state.PendingMetrics ??= [];
        for (var i = 0; i < metrics.Names.Count; i++)
        {
            var before = pending.GetValueOrDefault(metrics.Names[i], [0, 0]);
            pending[metrics.Names[i]] = [before[0] + sums[2 * i], before[1] + sums[(2 * i) + 1]];
        }
    }

    private void Clear()
    {
        _unread.ForEach(s => s.Dispose());
        _unread.Clear();
    }
}
