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
    ];

    /// <summary>The method of a config.</summary>
    public static PeftEntry For(PeftConfig config) => All.First(e => e.ConfigType == config.GetType());

    /// <summary>Makes the adapter that a config describes.</summary>
    /// <exception cref="PeftException">The config and the architecture do not go together.</exception>
    public static Adapter Create(PeftConfig config, AdapterContext context) => For(config).Create(config, context);
}
