using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Scores of single-label classification from a confusion matrix. Definitions are scikit-learn's with
/// <c>zero_division=0</c>; the binary ones take label 1 as positive, as GLUE does.</summary>
internal sealed class ClassificationMetrics(int labels) : ISequenceMetrics
{
    private readonly long[,] _confusion = new long[labels, labels];

    public void Add(Tensor logits, Tensor labels)
    {
        var predicted = logits.argmax(1).data<long>();
        var actual = labels.data<long>();
        for (long i = 0; i < actual.Count; i++)
        {
            _confusion[actual[i], predicted[i]]++;
        }
    }

    public void Report(IDictionary<string, double> scores)
    {
        // Means are over the labels that occur, as scikit-learn's are.
        var occurring = Enumerable.Range(0, labels)
            .Where(label => Actual(label) + Predicted(label) > 0)
            .Select(OneAgainstRest)
            .DefaultIfEmpty()
            .ToList();
        scores["accuracy"] = Ratio(Enumerable.Range(0, labels).Sum(i => _confusion[i, i]), Total);
        if (labels == 2)
        {
            (scores["precision"], scores["recall"], scores["f1"]) = OneAgainstRest(1);
        }
        scores["precision_macro"] = occurring.Average(s => s.Precision);
        scores["recall_macro"] = occurring.Average(s => s.Recall);
        scores["f1_macro"] = occurring.Average(s => s.F1);
        scores["matthews_correlation"] = Matthews();
    }

    private long Total => _confusion.Cast<long>().Sum();

    private (double Precision, double Recall, double F1) OneAgainstRest(int label)
    {
        var hits = _confusion[label, label];
        var precision = Ratio(hits, Predicted(label));
        var recall = Ratio(hits, Actual(label));
        return (precision, recall, F1(precision, recall));
    }

    private long Predicted(int label) => Enumerable.Range(0, labels).Sum(actual => _confusion[actual, label]);

    private long Actual(int label) => Enumerable.Range(0, labels).Sum(predicted => _confusion[label, predicted]);

    // The multi-class form of Gorodkin (2004), which is the usual coefficient for two labels.
    private double Matthews()
    {
        double total = Total, hits = 0, cross = 0, predictedSquares = 0, actualSquares = 0;
        for (var i = 0; i < labels; i++)
        {
            double predicted = Predicted(i), actual = Actual(i);
            hits += _confusion[i, i];
            cross += predicted * actual;
            predictedSquares += predicted * predicted;
            actualSquares += actual * actual;
        }
        var spread = Math.Sqrt(((total * total) - predictedSquares) * ((total * total) - actualSquares));
        return spread == 0 ? 0 : ((hits * total) - cross) / spread;
    }

    internal static double F1(double precision, double recall) =>
        precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);

    internal static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
