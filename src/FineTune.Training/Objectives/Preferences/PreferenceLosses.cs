using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Every loss of pairs of answers. Δ_w and Δ_l are the log-ratios of policy and reference at the chosen and the
/// rejected answer, h their difference; σ is the logistic function.</summary>
public static class PreferenceLosses
{
    /// <summary>The loss of SimPO.</summary>
    public const string SimPo = "simpo";

    /// <summary>The loss of ORPO, without its cross-entropy.</summary>
    public const string OddsRatio = "odds_ratio";

    /// <summary>The loss that compares means of a token.</summary>
    public const string Ipo = "ipo";

    // TRL's stand-in for no smoothing, whose logarithm is finite.
    private const double LeastSmoothing = 1e-3;

    // The largest exponent whose exponential float32 holds, cut to four digits as TRL's get_exp_cap does.
    private const double LargestExponent = 88.7228;

    /// <summary>Every loss; a new one is a line here.</summary>
    public static IReadOnlyList<PreferenceLoss> All { get; } =
    [
        new("sigmoid", "DPO, arXiv:2305.18290, eq. 7", (p, beta, c) => Smoothed(Logits(p, c) * beta, c.LabelSmoothing)),
        new("cdpo", "conservative DPO", (p, beta, c) => Smoothed(Logits(p, c) * beta, c.LabelSmoothing)),
        new("robust", "arXiv:2403.00409", Robust),
        new("hinge", "SLiC, arXiv:2305.10425", (p, beta, c) => (1 - (Logits(p, c) * beta)).relu()),
        new(Ipo, "arXiv:2310.12036, eq. 17",
            (p, beta, c) => (Logits(c.IpoTokenAverage ? p.PerToken() : p, c) - (0.5 / beta)).square()),
        new("sigmoid_norm", "length-normalised DPO, Tülu 3, arXiv:2411.15124",
            (p, beta, c) => Smoothed(Logits(p.PerToken(), c) * beta, c.LabelSmoothing)),
        new("exo_pair", "arXiv:2402.00856, eq. 16", Exo),
        new("nca_pair", "arXiv:2402.05369", (p, beta, c) => -LogSigmoid(p.ChosenRatio * beta)
            - (0.5 * LogSigmoid(-p.ChosenRatio * beta)) - (0.5 * LogSigmoid(-p.RejectedRatio * beta))),
        new("bco_pair", "arXiv:2404.04656",
            (p, beta, c) => -LogSigmoid(p.ChosenRatio * beta) - LogSigmoid(-p.RejectedRatio * beta)),
        new("sppo_hard", "arXiv:2405.00675",
            (p, beta, c) => (p.ChosenRatio - (0.5 / beta)).square() + (p.RejectedRatio + (0.5 / beta)).square()),
        new("aot", "arXiv:2406.05882, unpaired", (p, beta, c) => Smoothed(
            (Sorted(p.Chosen - p.Rejected) - Sorted(ReferenceDifference(p))) * beta, c.LabelSmoothing)),
        new("aot_pair", "arXiv:2406.05882, paired", (p, beta, c) => Smoothed(
            (Sorted(p.ChosenRatio) - Sorted(p.RejectedRatio)) * beta, c.LabelSmoothing)),
        new("apo_zero", "arXiv:2408.06266",
            (p, beta, c) => 1 - (p.ChosenRatio * beta).sigmoid() + (p.RejectedRatio * beta).sigmoid()),
        new("apo_down", "arXiv:2408.06266", (p, beta, c) =>
            (p.ChosenRatio * beta).sigmoid() + 1 - ((p.ChosenRatio - p.RejectedRatio) * beta).sigmoid()),
        new("discopop", "arXiv:2406.08414, eq. 5", DiscoPop),
        new(SimPo, "arXiv:2405.14734, eq. 6", (p, beta, c) => Smoothed(
            (Logits(p.PerToken(), c) * beta) - c.SimpoGamma, c.LabelSmoothing)),
        new(OddsRatio, "ORPO, arXiv:2403.07691, eq. 7", (p, beta, c) => -beta * LogSigmoid(LogOdds(p))),
    ];

    /// <summary>The loss of a name.</summary>
    public static PreferenceLoss Get(string name) => All.First(loss => loss.Name == name);

    /// <summary>The logarithm of the odds ratio of ORPO, by the mean of a token: <c>[pairs]</c>.</summary>
    public static Tensor LogOdds(PairLogProbs pairs)
    {
        var mean = pairs.PerToken();
        return mean.Chosen - mean.Rejected - (LogOfRest(mean.Chosen) - LogOfRest(mean.Rejected));
    }

    /// <summary>log σ, exact where σ itself underflows.</summary>
    internal static Tensor LogSigmoid(Tensor x) => nn.functional.logsigmoid(x);

    private static Tensor Smoothed(Tensor margins, double smoothing) => smoothing == 0
        ? -LogSigmoid(margins)
        : (-(1 - smoothing) * LogSigmoid(margins)) - (smoothing * LogSigmoid(-margins));

    private static Tensor Robust(PairLogProbs pairs, double beta, PreferenceConfig config)
    {
        var (margins, smoothing) = (Logits(pairs, config) * beta, config.LabelSmoothing);
        return ((-(1 - smoothing) * LogSigmoid(margins)) + (smoothing * LogSigmoid(-margins))) / (1 - (2 * smoothing));
    }

    private static Tensor Exo(PairLogProbs pairs, double beta, PreferenceConfig config)
    {
        var margins = Logits(pairs, config) * beta;
        var smoothing = config.LabelSmoothing == 0 ? LeastSmoothing : config.LabelSmoothing;
        return (margins.sigmoid() * (LogSigmoid(margins) - Math.Log(1 - smoothing)))
            + ((-margins).sigmoid() * (LogSigmoid(-margins) - Math.Log(smoothing)));
    }

    private static Tensor DiscoPop(PairLogProbs pairs, double beta, PreferenceConfig config)
    {
        var margins = Logits(pairs, config) * beta;
        var blend = (margins / config.DiscopopTau).sigmoid();
        return (-LogSigmoid(margins) * (1 - blend)) + ((-margins).exp() * blend);
    }

    /// <summary>h, or what another divergence than the reverse KL puts in its place (arXiv:2309.16240).</summary>
    private static Tensor Logits(PairLogProbs pairs, PreferenceConfig config)
    {
        var (chosen, rejected) = (pairs.ChosenRatio, pairs.RejectedRatio);
        var alpha = config.FAlphaDivergenceCoef;
        return config.FDivergenceType switch
        {
            "js_divergence" => chosen - rejected
                - (nn.functional.softplus(chosen) - nn.functional.softplus(rejected)),
            "alpha_divergence" =>
                ((rejected * -alpha).clamp(max: LargestExponent).exp() - (chosen * -alpha).clamp(max: LargestExponent).exp())
                    / alpha,
            _ => chosen - rejected,
        };
    }

    private static Tensor ReferenceDifference(PairLogProbs pairs) => pairs.ReferenceChosen is null
        ? zeros_like(pairs.Chosen)
        : pairs.ReferenceChosen - pairs.ReferenceRejected!;

    private static Tensor Sorted(Tensor values) => values.sort(0).Values;

    // log(1 - e^x) for x < 0.
    private static Tensor LogOfRest(Tensor x) => (-x.exp()).log1p();
}
