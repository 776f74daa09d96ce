using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>What is reported of pairs, by TRL's names.</summary>
internal static class PairMetrics
{
    /// <summary>Share of pairs whose chosen answer has the higher reward.</summary>
    public const string Accuracies = "rewards/accuracies";

    private const string Nll = "nll_loss";
    private const string LogOddsRatio = "log_odds_ratio";
    private const string LogOddsChosen = "log_odds_chosen";

    private static readonly string[] Always =
    [
        "rewards/chosen", "rewards/rejected", Accuracies, "rewards/margins", "logps/chosen", "logps/rejected",
        "logits/chosen", "logits/rejected", "entropy", "mean_token_accuracy",
    ];

    /// <summary>The names of what is reported.</summary>
    public static IReadOnlyList<string> Names(PreferenceRule rule) =>
    [
        .. Always,
        .. rule.NllWeight > 0 ? [Nll] : Array.Empty<string>(),
        .. IsOddsRatio(rule) ? [LogOddsRatio, LogOddsChosen] : Array.Empty<string>(),
    ];

    /// <summary>The figures of a batch.</summary>
    public static MetricSums Of(PreferenceRule rule, ScoredPairs scored)
    {
        using var guard = no_grad();
        var pairs = rule.ReportsMeans ? scored.LogProbs.PerToken() : scored.LogProbs;
        var (chosen, rejected) = (pairs.ChosenRatio * rule.Beta, pairs.RejectedRatio * rule.Beta);
        var (logits, entropy, correct) = scored.Scores.Statistics();
        var count = tensor(scored.Pairs, float32, chosen.device);
        var (chosenTokens, rejectedTokens) = (pairs.ChosenTokens.sum(), pairs.RejectedTokens.sum());
        Tensor[] sums =
        [
            chosen.sum(), rejected.sum(), chosen.gt(rejected).sum(), (chosen - rejected).sum(),
            pairs.Chosen.sum(), pairs.Rejected.sum(),
            First(logits).sum(), Second(logits).sum(), entropy.sum(), First(correct).sum(),
        ];
        Tensor[] counts =
        [
            count, count, count, count, count, count,
            chosenTokens, rejectedTokens, chosenTokens + rejectedTokens, chosenTokens,
        ];
        var figures = Always.Select((name, i) => (name, sums[i], counts[i])).ToList();
        if (scored.Nll is not null)
        {
            figures.Add((Nll, scored.Nll, tensor(scored.ChosenTokens, float32, chosen.device)));
        }
        if (IsOddsRatio(rule))
        {
            var odds = PreferenceLosses.LogOdds(scored.LogProbs);
            figures.Add((LogOddsRatio, PreferenceLosses.LogSigmoid(odds).sum(), count));
            figures.Add((LogOddsChosen, odds.sum(), count));
        }
        return MetricSums.Of(figures);

        Tensor First(Tensor answers) => answers.narrow(0, 0, scored.Pairs);

        Tensor Second(Tensor answers) => answers.narrow(0, scored.Pairs, scored.Pairs);
    }

    private static bool IsOddsRatio(PreferenceRule rule) =>
        rule.Losses.Any(l => l.Loss.Name == PreferenceLosses.OddsRatio);
}
