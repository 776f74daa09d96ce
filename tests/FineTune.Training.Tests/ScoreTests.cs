using FineTune.Data;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>Scores against scikit-learn 1.9 (zero_division=0) and scipy, whatever the batches.</summary>
public sealed class ScoreTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(3)]
    [InlineData(1)]
    public void Two_labels(int batchSize) => Check(
        Classify(2, batchSize, actual: [1, 0, 1, 1, 0, 0, 1, 0], predicted: [1, 0, 0, 1, 1, 0, 1, 1]),
        ("accuracy", 0.625), ("precision", 0.6), ("recall", 0.75), ("f1", 0.6666666666666666),
        ("precision_macro", 0.6333333333333333), ("recall_macro", 0.625), ("f1_macro", 0.6190476190476191),
        ("matthews_correlation", 0.2581988897471611));

    [Theory]
    [InlineData(9)]
    [InlineData(4)]
    public void Three_labels(int batchSize) => Check(
        Classify(3, batchSize, actual: [0, 1, 2, 2, 1, 0, 2, 1, 1], predicted: [0, 2, 2, 2, 1, 0, 1, 1, 0]),
        ("accuracy", 0.6666666666666666), ("precision_macro", 0.6666666666666666),
        ("recall_macro", 0.7222222222222222), ("f1_macro", 0.6793650793650793),
        ("matthews_correlation", 0.5095246653650681));

    [Fact]
    public void A_label_that_is_neither_actual_nor_predicted_does_not_count_in_the_means() => Check(
        Classify(4, batchSize: 6, actual: [0, 1, 1, 0, 3, 3], predicted: [0, 1, 3, 0, 3, 1]),
        ("accuracy", 0.6666666666666666), ("precision_macro", 0.6666666666666666),
        ("recall_macro", 0.6666666666666666), ("f1_macro", 0.6666666666666666), ("matthews_correlation", 0.5));

    [Fact]
    public void A_label_that_is_only_predicted_counts_in_the_means() => Check(
        Classify(4, batchSize: 4, actual: [0, 1, 1, 0], predicted: [0, 2, 1, 0]),
        ("precision_macro", 0.6666666666666666), ("recall_macro", 0.5), ("f1_macro", 0.5555555555555555),
        ("matthews_correlation", 0.6708203932499369));

    [Fact]
    public void One_label_alone_has_no_correlation() => Check(
        Classify(2, batchSize: 3, actual: [0, 0, 0], predicted: [0, 0, 0]),
        ("accuracy", 1), ("precision", 0), ("recall", 0), ("f1", 0), ("f1_macro", 1), ("matthews_correlation", 0));

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public void Several_labels_for_a_row(int batchSize)
    {
        float[][] actual = [[1, 0, 1], [0, 0, 1], [1, 1, 0], [0, 0, 0]];
        float[][] logits = [[2, -1, -1], [-3, -1, 0.1f], [5, -2, -1], [-1, -0.2f, -1]];
        Check(
            Score(ProblemType.MultiLabelClassification, 3, batchSize, logits, targets: actual),
            ("accuracy", 0.5), ("precision_micro", 1), ("recall_micro", 0.6), ("f1_micro", 0.75),
            ("f1_macro", 0.5555555555555555));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(4)]
    public void Numbers_with_ties(int batchSize)
    {
        float[][] predicted = [[0.1f], [2.5f], [2.5f], [-1], [4], [0.1f]];
        float[][] actual = [[0], [2], [3], [-1], [3], [1]];
        Check(
            Score(ProblemType.Regression, 1, batchSize, predicted, targets: actual),
            ("mse", 0.3866666666666667), ("mae", 0.5), ("pearson", 0.9385952527135721),
            ("spearmanr", 0.9404032585917882), ("loss", 0.3866666666666667));
    }

    [Fact]
    public void A_constant_prediction_has_no_correlation() => Check(
        Score(ProblemType.Regression, 1, batchSize: 3, [[1], [1], [1]], targets: [[0], [1], [2]]),
        ("pearson", 0), ("spearmanr", 0), ("mae", 0.6666666666666666));

    [Fact]
    public void The_loss_of_one_label_is_the_mean_cross_entropy()
    {
        float[][] logits = [[1, 2], [0, 0], [3, -1]];
        var expected = new[] { 1 - 2.0, 0.0, -1 - 3.0 }.Average(d => Math.Log(1 + Math.Exp(d)));
        Check(
            Score(ProblemType.SingleLabelClassification, 2, batchSize: 2, logits, labels: [1, 0, 0]),
            ("loss", expected));
    }

    [Fact]
    public void The_loss_of_several_labels_is_the_mean_over_every_element()
    {
        float[][] logits = [[1, -2], [0.5f, 0]];
        var expected = new[] { -1.0, -2.0, -0.5, 0.0 }.Average(z => Math.Log(1 + Math.Exp(z)));
        Check(
            Score(ProblemType.MultiLabelClassification, 2, batchSize: 1, logits, targets: [[1, 0], [1, 1]]),
            ("loss", expected));
    }

    private static void Check(IReadOnlyDictionary<string, double> scores, params (string Name, double Value)[] expected)
    {
        foreach (var (name, value) in expected)
        {
            TensorAssert.Close(name, value, scores[name], Tolerance.Score);
        }
    }

    private static IReadOnlyDictionary<string, double> Classify(
        int labels, int batchSize, long[] actual, int[] predicted)
    {
        float[][] logits = [.. predicted.Select(LogitsFor)];
        return Score(ProblemType.SingleLabelClassification, labels, batchSize, logits, actual);

        float[] LogitsFor(int label) => [.. Enumerable.Range(0, labels).Select(l => l == label ? 1f : -1f)];
    }

    private static IReadOnlyDictionary<string, double> Score(
        ProblemType problem,
        int outputs,
        int batchSize,
        float[][] logits,
        long[]? labels = null,
        float[][]? targets = null)
    {
        using var scope = NewDisposeScope();
        var objective = new SequenceClassificationObjective(new Written(logits), problem, outputs);
        var batches = Enumerable.Range(0, logits.Length).Chunk(batchSize).Select(rows => new HostBatch
        {
            InputIds = [.. rows.Select(r => (long)r)],
            PositionIds = new long[rows.Length],
            TokenTypeIds = new long[rows.Length],
            Offsets = [.. Enumerable.Range(0, rows.Length + 1)],
            Rows = rows,
            Labels = labels is null ? null : [.. rows.Select(r => labels[r])],
            Targets = targets is null ? null : [.. rows.SelectMany(r => targets[r])],
        });
        return new Evaluator(objective, new RunMode(), CPU, () => batches).Run(CancellationToken.None);
    }

    /// <summary>Answers with the logits that the test wrote down.</summary>
    private sealed class Written(float[][] logits) : ISequenceClassifier
    {
        public Tensor Logits(PackedBatch batch) =>
            tensor(batch.Rows.SelectMany(r => logits[r]).ToArray(), [batch.Rows.Length, logits[0].Length]);

        public IReadOnlyList<Tensor> HiddenStates(PackedBatch batch) => [];
    }
}
