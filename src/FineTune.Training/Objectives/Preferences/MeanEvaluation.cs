using FineTune.Nn;

namespace FineTune.Training;

/// <summary>The means of an objective's loss and figures over all batches.</summary>
/// <param name="objective">Gives figures with every loss.</param>
internal sealed class MeanEvaluation(IObjective objective) : IEvaluation
{
    private readonly MetricMeans _means = new();
    private double _sum;
    private long _count;

    public void Add(PackedBatch batch)
    {
        var loss = objective.Compute(batch);
        _sum += loss.Sum.item<float>();
        _count += loss.Count;
        _means.Add(loss.Metrics!);
    }

    public IReadOnlyDictionary<string, double> Finish() => new Dictionary<string, double>(_means.Take())
    {
        [IEvaluation.Loss] = _sum / Math.Max(1, _count),
    };
}
