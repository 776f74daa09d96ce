using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Reward modelling: a classifier with one output learns which answer of a pair is the better one
/// (Bradley-Terry, arXiv:2307.09288, eq. 2). Pairs are counted.</summary>
public sealed class RewardObjective : IObjective
{
    private static readonly string[] Figures = ["accuracy", "margin", "mean_reward"];

    private readonly ISequenceClassifier _model;
    private readonly PreferenceConfig _config;

    /// <summary>Sets the objective up.</summary>
    /// <param name="model">Has one output.</param>
    /// <param name="config">The settings.</param>
    public RewardObjective(ISequenceClassifier model, PreferenceConfig config) => (_model, _config) = (model, config);

    /// <summary>The names of the scores that an evaluation reports.</summary>
    public static IReadOnlyCollection<string> ScoreNames { get; } = [IEvaluation.Loss, .. Figures];

    /// <summary>The loss of each pair: <c>[pairs]</c>.</summary>
    /// <param name="chosen"><c>[pairs]</c>: rewards of the chosen answers.</param>
    /// <param name="rejected"><c>[pairs]</c>: rewards of the rejected ones.</param>
    /// <param name="margins"><c>[pairs]</c>: by how much the first should win; null for 0.</param>
    /// <param name="config">The weight of the term that centres rewards.</param>
    public static Tensor Losses(Tensor chosen, Tensor rejected, Tensor? margins, PreferenceConfig config)
    {
        var lead = margins is null ? chosen - rejected : chosen - rejected - margins;
        var losses = -PreferenceLosses.LogSigmoid(lead);
        return config.CenterRewardsCoefficient is { } centre
            ? losses + ((chosen + rejected).square() * centre)
            : losses;
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
        var completions = batch.Completions!;
        var pairs = completions.Count / 2;
        var rewards = _model.Logits(batch).to(float32).view(-1).index_select(0, completions.Sequences);
        var (chosen, rejected) = (rewards.narrow(0, 0, pairs), rewards.narrow(0, pairs, pairs));
        using (no_grad())
        {
            var count = full(1, pairs, float32, rewards.device).squeeze();
            Tensor[] sums = [chosen.gt(rejected).sum(), (chosen - rejected).sum(), rewards.sum() / 2];
            metrics = MetricSums.Of([.. Figures.Select((name, i) => (name, sums[i], count))]);
        }
        return Losses(chosen, rejected, completions.Margins, _config);
    }
}
