namespace FineTune.Training;

/// <summary>A task on pairs, with every default filled in.</summary>
public sealed record PreferenceRule
{
    /// <summary>The losses with their weights.</summary>
    public required IReadOnlyList<(PreferenceLoss Loss, double Weight)> Losses { get; init; }

    /// <summary>How strongly log-probabilities count.</summary>
    public required double Beta { get; init; }

    /// <summary>The other settings of the losses.</summary>
    public required PreferenceConfig Config { get; init; }

    /// <summary>Weight of the chosen texts' mean cross-entropy.</summary>
    public double NllWeight { get; init; }

    /// <summary>Whether that cross-entropy is over prompts too.</summary>
    public bool NllOnPrompts { get; init; }

    /// <summary>Whether log-probabilities count relative to a reference's.</summary>
    public bool UsesReference { get; init; }

    /// <summary>Whether rewards and log-probabilities are reported by the mean of a token, not by the sum.</summary>
    public bool ReportsMeans { get; init; }

    /// <summary>Direct preference optimisation.</summary>
    public static PreferenceRule Dpo(PreferenceConfig config) => new()
    {
        Losses = LossesOf(config, "sigmoid"),
        Beta = config.Beta ?? 0.1,
        Config = config,
        NllWeight = config.RpoAlpha ?? 0,
        UsesReference = !config.ReferenceFree,
    };

    /// <summary>Contrastive preference optimisation, arXiv:2401.08417.</summary>
    public static PreferenceRule Cpo(PreferenceConfig config)
    {
        var losses = LossesOf(config, "sigmoid");
        return new()
        {
            Losses = losses,
            Beta = config.Beta ?? 0.1,
            Config = config,
            NllWeight = config.CpoAlpha ?? 1,
            ReportsMeans = losses.All(l => l.Loss.Name is PreferenceLosses.SimPo or PreferenceLosses.Ipo),
        };
    }

    /// <summary>SimPO, arXiv:2405.14734.</summary>
    public static PreferenceRule SimPo(PreferenceConfig config) => new()
    {
        Losses = LossesOf(config, PreferenceLosses.SimPo),
        Beta = config.Beta ?? 2,
        Config = config,
        NllWeight = config.CpoAlpha ?? 0,
        ReportsMeans = true,
    };

    /// <summary>ORPO, arXiv:2403.07691.</summary>
    public static PreferenceRule Orpo(PreferenceConfig config) => new()
    {
        Losses = LossesOf(config, PreferenceLosses.OddsRatio),
        Beta = config.Beta ?? 0.1,
        Config = config,
        NllWeight = 1,
        NllOnPrompts = true,
        ReportsMeans = true,
    };

    private static List<(PreferenceLoss Loss, double Weight)> LossesOf(PreferenceConfig config, string usual)
    {
        var names = config.LossType.Count == 0 ? [usual] : config.LossType;
        return [.. names.Select((name, i) =>
            (PreferenceLosses.Get(name), config.LossWeights.Count == 0 ? 1.0 : config.LossWeights[i]))];
    }
}
