namespace FineTune.Training;

/// <summary>Adds figures up and divides them once.</summary>
internal sealed class MetricMeans
{
    private readonly Dictionary<string, (double Sum, double Count)> _sums = [];

    /// <summary>Adds a batch's. Reads the device.</summary>
    public void Add(MetricSums metrics)
    {
        var sums = metrics.Sums.cpu().data<float>().ToArray();
        for (var i = 0; i < metrics.Names.Count; i++)
        {
            var (sum, count) = _sums.GetValueOrDefault(metrics.Names[i]);
            _sums[metrics.Names[i]] = (sum + sums[2 * i], count + sums[(2 * i) + 1]);
        }
    }

    /// <summary>The means; what was over nothing is left out.</summary>
    public Dictionary<string, double> Take() =>
        _sums.Where(s => s.Value.Count > 0).ToDictionary(s => s.Key, s => s.Value.Sum / s.Value.Count);
}
