using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Scores of regression. Ranks need every value, so one pair of floats is kept for each example.</summary>
internal sealed class RegressionMetrics : ISequenceMetrics
{
    private readonly List<double> _predicted = [];
    private readonly List<double> _actual = [];

    public void Add(Tensor logits, Tensor targets)
    {
        foreach (var value in logits.data<float>())
        {
            _predicted.Add(value);
        }
        foreach (var value in targets.data<float>())
        {
            _actual.Add(value);
        }
    }

    public void Report(IDictionary<string, double> scores)
    {
        var errors = _predicted.Zip(_actual, (p, a) => p - a).ToList();
        scores["mse"] = Mean(errors.Select(e => e * e));
        scores["mae"] = Mean(errors.Select(Math.Abs));
        scores["pearson"] = Pearson(_predicted, _actual);
        scores["spearmanr"] = Pearson(Ranks(_predicted), Ranks(_actual));
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty().Average();

    private static double Pearson(List<double> x, List<double> y)
    {
        double meanX = Mean(x), meanY = Mean(y), xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Count; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
    }

    // Equal values share the mean of their ranks.
    private static List<double> Ranks(List<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }
            for (var i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end - 1) / 2.0;
            }
            start = end;
        }
        return [.. ranks];
    }
}
