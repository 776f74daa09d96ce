using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Scores of multi-label classification; a label is predicted where its probability is above one half.</summary>
internal sealed class MultiLabelMetrics(int labels) : ISequenceMetrics
{
    private readonly long[] _hits = new long[labels];
    private readonly long[] _predicted = new long[labels];
    private readonly long[] _actual = new long[labels];
    private long _exact;
    private long _rows;

    public void Add(Tensor logits, Tensor targets)
    {
        var scores = logits.data<float>();
        var wanted = targets.data<float>();
        for (long row = 0; row < targets.shape[0]; row++)
        {
            var exact = true;
            for (var label = 0; label < labels; label++)
            {
                var predicted = scores[(row * labels) + label] > 0;
                var actual = wanted[(row * labels) + label] > 0.5f;
                _predicted[label] += predicted ? 1 : 0;
                _actual[label] += actual ? 1 : 0;
                _hits[label] += predicted && actual ? 1 : 0;
                exact &= predicted == actual;
            }
            _exact += exact ? 1 : 0;
            _rows++;
        }
    }

    public void Report(IDictionary<string, double> scores)
    {
        var precision = ClassificationMetrics.Ratio(_hits.Sum(), _predicted.Sum());
        var recall = ClassificationMetrics.Ratio(_hits.Sum(), _actual.Sum());
        scores["accuracy"] = ClassificationMetrics.Ratio(_exact, _rows);
        scores["precision_micro"] = precision;
        scores["recall_micro"] = recall;
        scores["f1_micro"] = ClassificationMetrics.F1(precision, recall);
        scores["f1_macro"] = Enumerable.Range(0, labels).Average(i => ClassificationMetrics.F1(
            ClassificationMetrics.Ratio(_hits[i], _predicted[i]), ClassificationMetrics.Ratio(_hits[i], _actual[i])));
    }
}
