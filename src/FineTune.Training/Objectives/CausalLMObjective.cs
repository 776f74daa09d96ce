using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Next-token prediction at the supervised tokens, for instruction tuning and continued pre-training alike: what
/// is supervised is the data's choice. Supervised tokens are counted.</summary>
public sealed class CausalLMObjective : IObjective
{
    /// <summary>Mean probability-weighted surprise of the model's own predictions, in nats.</summary>
    public const string Entropy = "entropy";

    /// <summary>Exponential of the mean loss.</summary>
    public const string Perplexity = "perplexity";

    /// <summary>Share of supervised tokens that the model holds for the likeliest.</summary>
    public const string TokenAccuracy = "mean_token_accuracy";

    private readonly ICausalLM _model;
    private readonly ChunkedCrossEntropy _loss;

    /// <summary>Sets the objective up.</summary>
    /// <param name="model">The model.</param>
    /// <param name="trainable">What is trained, in the model and its adapter; the head's part of it is found.</param>
    /// <param name="chunkRows">Rows whose logits exist at one time; null fits them to the vocabulary.</param>
    public CausalLMObjective(ICausalLM model, IEnumerable<Parameter> trainable, int? chunkRows = null)
    {
        _model = model;
        _loss = new ChunkedCrossEntropy(new LanguageHead(model, trainable, chunkRows));
    }

    /// <summary>The names of the scores that an evaluation reports.</summary>
    public static IReadOnlyCollection<string> ScoreNames { get; } =
        [IEvaluation.Loss, Perplexity, TokenAccuracy, Entropy];

    /// <inheritdoc/>
    public LossSum Compute(PackedBatch batch)
    {
        var (hidden, targets) = Supervised(batch);
        return new LossSum(_loss.Sum(hidden, targets), targets.shape[0]);
    }

    /// <inheritdoc/>
    public IEvaluation BeginEvaluation() => new Evaluation(this);

    // [supervised, hidden] and [supervised]
    private (Tensor Hidden, Tensor Targets) Supervised(PackedBatch batch)
    {
        var (hidden, beforeFirst) = _model.HiddenWithLead(batch);
        var rows = hidden.index_select(0, batch.SupervisedRows!);
        if (beforeFirst is null || batch.LearnedFirst is not { } learned)
        {
            return (rows, batch.Targets!);
        }
        // Behind virtual tokens a first token has something that predicts it.
        var first = batch.InputIds.index_select(0, batch.Layout.FirstTokens());        // [sequences]
        return (
            cat([rows, beforeFirst.index_select(0, learned)], 0),
            cat([batch.Targets!, first.index_select(0, learned)], 0));
    }

    private sealed class Evaluation(CausalLMObjective objective) : IEvaluation
    {
        private TokenSums _sums;

        public void Add(PackedBatch batch)
        {
            var (hidden, targets) = objective.Supervised(batch);
            _sums += objective._loss.Score(hidden, targets);
        }

        public IReadOnlyDictionary<string, double> Finish()
        {
            var loss = _sums.Mean(_sums.Loss);
            return new Dictionary<string, double>
            {
                [IEvaluation.Loss] = loss,
                [Perplexity] = Math.Exp(loss),
                [TokenAccuracy] = _sums.Mean(_sums.Correct),
                [Entropy] = _sums.Mean(_sums.Entropy),
            };
        }
    }
}
