namespace FineTune.Peft;

/// <summary>The settings that a plain LoRA adapter takes over from those it is made of.</summary>
internal static class InheritedSettings
{
    /// <summary>The settings: layers as theirs, where those agree or are lists that go together, otherwise by their paths;
    /// biases and modules trained whole as all of theirs.</summary>
    /// <param name="configs">Theirs.</param>
    /// <param name="paths">The layers.</param>
    public static LoraConfig Of(IReadOnlyList<TargetedConfig> configs, IReadOnlyList<string> paths)
    {
        var first = configs[0];
        var config = new LoraConfig
        {
            Bias = configs.Select(BiasOf).FirstOrDefault(bias => bias != LoraConfig.NoBias, LoraConfig.NoBias),
            Dropout = (first as LoraConfig)?.Dropout ?? 0,
            ModulesToSave = ModulesToSave(configs),
            TrainableTokenIndices = configs.Count == 1 ? (first as LoraConfig)?.TrainableTokenIndices : null,
        };
        return configs.All(c => c.TargetModules is not null && Text(c) == Text(first))
            ? config with
            {
                TargetModules = first.TargetModules,
                ExcludeModules = first.ExcludeModules,
                LayersToTransform = (first as LayeredConfig)?.LayersToTransform,
                LayersPattern = (first as LayeredConfig)?.LayersPattern,
            }
            : config with { TargetModules = AreLists(configs) ? Joined(configs) : TargetModules.List(paths) };
    }

    /// <summary>The modules that any of them holds whole.</summary>
    public static IReadOnlyList<string> ModulesToSave(IReadOnlyList<PeftConfig> configs) =>
        [.. configs.SelectMany(config => config.ModulesToSave ?? []).Distinct()];

    /// <summary>Whether each adapter has a list of names and nothing that limits it.</summary>
    public static bool AreLists(IReadOnlyList<TargetedConfig> configs) => configs.All(config =>
        config is { TargetModules.Names: not null, ExcludeModules: null } and not LayeredConfig { LayersToTransform: not null });

    /// <summary>The names of all lists.</summary>
    public static TargetModules Joined(IReadOnlyList<TargetedConfig> configs) =>
        TargetModules.List([.. configs.SelectMany(config => config.TargetModules!.Names!).Distinct()]);

    /// <summary>Which biases train, in LoRA's words: every method has its own for those of the layers that it adapts.</summary>
    public static string BiasOf(TargetedConfig config) => config switch
    {
        LoraConfig lora => lora.Bias,
        AdaLoraConfig adaLora => adaLora.Bias,
        VeraConfig { Bias: VeraConfig.OwnBiases } => LoraConfig.OwnBiases,
        VeraConfig vera => vera.Bias,
        _ => LoraConfig.NoBias,
    };

    private static string Text(TargetedConfig config) => string.Join(
        '\n',
        config.TargetModules,
        config.ExcludeModules,
        string.Join(',', (config as LayeredConfig)?.LayersToTransform ?? []),
        string.Join(',', (config as LayeredConfig)?.LayersPattern ?? []));
}
