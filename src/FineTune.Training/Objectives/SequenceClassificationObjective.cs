using FineTune.Data;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Classification or regression of whole sequences. The loss follows the problem type as in transformers'
/// <c>ForSequenceClassificationLoss</c>; examples are counted (elements, where there are several targets).</summary>
public sealed class SequenceClassificationObjective : IObjective
{
    private readonly ISequenceClassifier _model;
    private readonly ProblemType _problem;
    private readonly int _labels;

    /// <summary>Sets the objective up.</summary>
    /// <param name="model">The model.</param>
    /// <param name="problem">What the labels are.</param>
    /// <param name="labels">Number of outputs.</param>
    public SequenceClassificationObjective(ISequenceClassifier model, ProblemType problem, int labels)
    {
        _model = model;
        _problem = problem;
        _labels = labels;
    }

    /// <summary>The names of the scores that an evaluation reports.</summary>
    /// <param name="problem">What the labels are.</param>
    /// <param name="labels">Number of outputs.</param>
    public static IReadOnlyCollection<string> ScoreNames(ProblemType problem, int labels)
    {
        var scores = new Dictionary<string, double> { [IEvaluation.Loss] = 0 };
        NewMetrics(problem, labels).Report(scores);
        return scores.Keys;
    }

    /// <inheritdoc/>
    public LossSum Compute(PackedBatch batch) => Loss(_model.Logits(batch), batch.Labels!);

    /// <inheritdoc/>
    public IEvaluation BeginEvaluation() => new Evaluation(this);

    private LossSum Loss(Tensor logits, Tensor labels)
    {
        var scores = logits.to(float32);
        return _problem switch
        {
            ProblemType.SingleLabelClassification => new LossSum(
                nn.functional.cross_entropy(scores, labels, reduction: nn.Reduction.Sum), labels.numel()),
            ProblemType.MultiLabelClassification => new LossSum(
                nn.functional.binary_cross_entropy_with_logits(scores, labels, reduction: nn.Reduction.Sum),
                labels.numel()),
            _ => new LossSum(
                nn.functional.mse_loss(scores, labels, reduction: nn.Reduction.Sum), labels.numel()),
        };
    }

    private static ISequenceMetrics NewMetrics(ProblemType problem, int labels) => problem switch
    {
        ProblemType.SingleLabelClassification => new ClassificationMetrics(labels),
        ProblemType.MultiLabelClassification => new MultiLabelMetrics(labels),
        _ => new RegressionMetrics(),
    };

    private sealed class Evaluation(SequenceClassificationObjective objective) : IEvaluation
    {
        private readonly ISequenceMetrics _metrics = NewMetrics(objective._problem, objective._labels);
        private double _sum;
        private long _count;

        public void Add(PackedBatch batch)
        {
            var logits = objective._model.Logits(batch);
            var loss = objective.Loss(logits, batch.Labels!);
            _sum += loss.Sum.item<float>();
            _count += loss.Count;
            _metrics.Add(logits.to(float32).cpu(), batch.Labels!.cpu());
        }

        public IReadOnlyDictionary<string, double> Finish()
        {
            var scores = new Dictionary<string, double> { [IEvaluation.Loss] = _sum / Math.Max(1, _count) };
            _metrics.Report(scores);
            return scores;
        }
    }
}
