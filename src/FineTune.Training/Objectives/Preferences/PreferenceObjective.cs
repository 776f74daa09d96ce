using FineTune.Data;
using FineTune.Nn;

namespace FineTune.Training;

/// <summary>Learning from pairs of answers: DPO and its family, CPO, SimPO and ORPO. Pairs are counted.</summary>
public sealed class PreferenceObjective : IObjective
{
    private readonly PreferenceRule _rule;
    private readonly CompletionScorer _scorer;
    private double? _pairsPerToken;

    /// <summary>Sets the objective up.</summary>
    /// <param name="rule">The task.</param>
    /// <param name="scorer">Scores answers, under the reference too if the task wants one.</param>
    public PreferenceObjective(PreferenceRule rule, CompletionScorer scorer) => (_rule, _scorer) = (rule, scorer);

    /// <summary>The names of the scores that an evaluation reports.</summary>
    public static IReadOnlyCollection<string> ScoreNames(PreferenceRule rule) =>
        [IEvaluation.Loss, .. PairMetrics.Names(rule)];

    /// <inheritdoc/>
    public void BeginStep(IReadOnlyList<HostBatch> window) =>
        _pairsPerToken = window.Sum(b => b.Completions!.Count / 2) / (double)window.Sum(b => b.Completions!.ChosenTokens);

    /// <inheritdoc/>
    public LossSum Compute(PackedBatch batch)
    {
        var scored = Score(batch);
        var sum = scored.Losses.sum();
        if (scored.Nll is { } nll)
        {
            // A mean over tokens and one over pairs, under the step's one division by its pairs.
            var perToken = _pairsPerToken ?? scored.Pairs / (double)scored.ChosenTokens;
            sum = sum + (nll * (_rule.NllWeight * perToken));
        }
        return new LossSum(sum, scored.Pairs) { Metrics = PairMetrics.Of(_rule, scored) };
    }

    /// <inheritdoc/>
    public IEvaluation BeginEvaluation() => new Evaluation(this);

    private ScoredPairs Score(PackedBatch batch)
    {
        // First, so that a reference in the policy's own place is gone again before gradients are recorded.
        var reference = _rule.UsesReference ? _scorer.Reference(batch) : null;
        var scores = _scorer.Policy(batch);
        var pairs = scores.Answers.shape[0] / 2;
        var lengths = batch.Completions!.Lengths;
        var logProbs = new PairLogProbs
        {
            Chosen = scores.Answers.narrow(0, 0, pairs),
            Rejected = scores.Answers.narrow(0, pairs, pairs),
            ReferenceChosen = reference?.narrow(0, 0, pairs),
            ReferenceRejected = reference?.narrow(0, pairs, pairs),
            ChosenTokens = lengths.narrow(0, 0, pairs),
            RejectedTokens = lengths.narrow(0, pairs, pairs),
        };
        var losses = _rule.Losses
            .Select(l => l.Loss.Losses(logProbs, _rule.Beta, _rule.Config) * l.Weight)
            .Aggregate((a, b) => a + b);
        return new ScoredPairs
        {
            LogProbs = logProbs,
            Losses = losses,
            Scores = scores,
            Nll = _rule.NllWeight > 0 ? scores.ChosenNll() : null,
            ChosenTokens = batch.Completions.ChosenTokens,
        };
    }

    private sealed class Evaluation(PreferenceObjective objective) : IEvaluation
    {
        private readonly MetricMeans _means = new();
        private double _losses;
        private double _nll;
        private long _pairs;
        private long _tokens;

        public void Add(PackedBatch batch)
        {
            var scored = objective.Score(batch);
            _losses += scored.Losses.sum().item<float>();
            _nll += scored.Nll?.item<float>() ?? 0;
            _pairs += scored.Pairs;
            _tokens += scored.ChosenTokens;
            _means.Add(PairMetrics.Of(objective._rule, scored));
        }

        public IReadOnlyDictionary<string, double> Finish()
        {
            var nll = objective._rule.NllWeight * _nll / Math.Max(1, _tokens);
            return new Dictionary<string, double>(_means.Take())
            {
                [IEvaluation.Loss] = (_losses / Math.Max(1, _pairs)) + nll,
            };
        }
    }
}
