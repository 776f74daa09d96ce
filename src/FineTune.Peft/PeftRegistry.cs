namespace FineTune.Peft;

/// <summary>Every method there is; a new one is a folder of its own and a line here.</summary>
public static class PeftRegistry
{
    /// <summary>The methods.</summary>
    public static IReadOnlyList<PeftEntry> All { get; } =
    [
        LoraJson.Entry,
        AdaptionPromptJson.Entry,
        BitFitJson.Entry,
        BottleneckJson.Entry,
        FreezeJson.Entry,
        LayerNormTuningJson.Entry,
        PrefixTuningJson.Entry,
        PromptTuningJson.Entry,
        PTuningJson.Entry,
        AdaLoraJson.Entry,
        Ia3Json.Entry,
        LoHaJson.Entry,
        LoKrJson.Entry,
        TrainableTokensJson.Entry,
        VeraJson.Entry,
    ];

    /// <summary>The method of a config.</summary>
    public static PeftEntry For(PeftConfig config) => All.First(e => e.ConfigType == config.GetType());

    /// <summary>Makes the adapter that a config describes.</summary>
    /// <exception cref="PeftException">The config contradicts itself, or does not go with the architecture.</exception>
    public static Adapter Create(PeftConfig config, AdapterContext context)
    {
        var contradictions = config.Contradictions().ToList();
        return contradictions.Count == 0
            ? For(config).Create(config, context)
            : throw PeftException.Contradictory(contradictions);
    }
}
