namespace FineTune.Training;

/// <summary>AdamW's constants.</summary>
/// <param name="Beta1">Decay of the running mean.</param>
/// <param name="Beta2">Decay of the running mean square.</param>
/// <param name="Epsilon">Added to the denominator.</param>
/// <param name="WeightDecay">Share of a weight removed per step, times the learning rate.</param>
public sealed record AdamWSettings(double Beta1, double Beta2, double Epsilon, double WeightDecay)
{
    /// <summary>The constants that a config names.</summary>
    public static AdamWSettings From(TrainingConfig config) =>
        new(config.AdamBeta1, config.AdamBeta2, config.AdamEpsilon, config.WeightDecay);
}
