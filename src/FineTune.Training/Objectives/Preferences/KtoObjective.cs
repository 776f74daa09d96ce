using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>KTO (arXiv:2402.01306, eq. 8) and its variant of APO: answers that are good or bad, each by itself. The
/// divergence of policy and reference is estimated from prompts with answers to other prompts of the batch. Answers are
/// counted.</summary>
public sealed class KtoObjective : IObjective
{
    /// <summary>The loss of KTO.</summary>
    public const string Kto = "kto";

    /// <summary>The loss that leaves the divergence out.</summary>
    public const string ApoZeroUnpaired = "apo_zero_unpaired";

    private const string Divergence = "kl";

    private static readonly string[] Kinds = ["chosen", "rejected"];

    private readonly PreferenceConfig _config;
    private readonly CompletionScorer _scorer;
    private readonly double _beta;
    private readonly bool _usesDivergence;

    /// <summary>Sets the objective up.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="scorer">Scores answers under policy and reference.</param>
    public KtoObjective(PreferenceConfig config, CompletionScorer scorer)
    {
        (_config, _scorer, _beta) = (config, scorer, config.Beta ?? 0.1);
        _usesDivergence = UsesDivergence(config);
    }

    /// <summary>The names of the losses.</summary>
    public static IReadOnlyList<string> LossTypes { get; } = [Kto, ApoZeroUnpaired];

    /// <summary>The names of the scores that an evaluation reports.</summary>
    public static IReadOnlyCollection<string> ScoreNames { get; } =
    [
        IEvaluation.Loss,
        .. Kinds.SelectMany(kind => new[] { $"rewards/{kind}", $"logps/{kind}", $"logits/{kind}" }),
        "rewards/margins", Divergence,
    ];

    /// <summary>Whether a loss asks for prompts with answers to other prompts.</summary>
    public static bool UsesDivergence(PreferenceConfig config) => !config.LossType.Contains(ApoZeroUnpaired);

    /// <summary>The loss of each answer.</summary>
    /// <param name="ratios"><c>[answers]</c>: log-ratios of policy and reference.</param>
    /// <param name="desirable"><c>[answers]</c>: 1 for a desirable answer, 0 for another.</param>
    /// <param name="divergence">Scalar: the estimate, not below 0; 0 where it does not count.</param>
    /// <param name="beta">How strongly log-ratios count.</param>
    /// <param name="config">The kinds' weights.</param>
    public static Tensor Losses(
        Tensor ratios, Tensor desirable, Tensor divergence, double beta, PreferenceConfig config)
    {
        var sign = (desirable * 2) - 1;
        var weight = (desirable * config.DesirableWeight) + ((1 - desirable) * config.UndesirableWeight);
        return weight * (1 - (sign * (ratios - divergence) * beta).sigmoid());
    }

    /// <inheritdoc/>
    public LossSum Compute(PackedBatch batch)
    {
        var losses = Score(batch, out var metrics);
        return new LossSum(losses.sum(), losses.shape[0]) { Metrics = metrics };
    }

    /// <inheritdoc/>
    public IEvaluation BeginEvaluation() => new MeanEvaluation(this);

    private Tensor Score(PackedBatch batch, out MetricSums metrics)
    {
        var reference = _scorer.Reference(batch)!;
        var divergence = DivergenceOf(batch);
        var scores = _scorer.Policy(batch);
        var ratios = scores.Answers - reference;
        var desirable = batch.Completions!.Desirable!;
        metrics = Metrics(scores, ratios, desirable, batch.Completions.Lengths, divergence);
        return Losses(ratios, desirable, divergence, _beta, _config);
    }

    private Tensor DivergenceOf(PackedBatch batch)
    {
        using var guard = no_grad();
        if (!_usesDivergence || batch.Completions!.Mismatched is not { } mismatched)
        {
            return zeros(1, float32, batch.InputIds.device).squeeze();
        }
        var reference = _scorer.Live(mismatched);
        return (_scorer.Policy(mismatched).Answers - reference).mean().clamp(min: 0.0);
    }

    private MetricSums Metrics(
        CompletionScores scores, Tensor ratios, Tensor desirable, Tensor lengths, Tensor divergence)
    {
        using var guard = no_grad();
        var (logits, _, _) = scores.Statistics();
        var rewards = ratios * _beta;
        var figures = new List<(string, Tensor, Tensor)>();
        var means = new List<Tensor>();
        foreach (var (kind, member) in Kinds.Zip([desirable, 1 - desirable]))
        {
            var count = member.sum();
            figures.Add(($"rewards/{kind}", (rewards * member).sum(), count));
            figures.Add(($"logps/{kind}", (scores.Answers * member).sum(), count));
            figures.Add(($"logits/{kind}", (logits * member).sum(), (lengths * member).sum()));
            means.Add((rewards * member).sum() / count.clamp(min: 1));
        }
        // A batch of one kind has no margin.
        var hasBoth = desirable.min().ne(desirable.max()).to(float32);
        figures.Add(("rewards/margins", (means[0] - means[1]) * hasBoth, hasBoth));
        figures.Add((Divergence, divergence, ones_like(divergence)));
        return MetricSums.Of(figures);
    }
}
