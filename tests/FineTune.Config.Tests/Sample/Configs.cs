namespace FineTune.Config.Tests.Sample;

/// <summary>Binds texts to the sample records, as the recipes bind files to theirs.</summary>
internal static class Configs
{
    public const string Name = "configs/test.yaml";

    public const string Model = "model: { model_name_or_path: bert }\n";

    public static ConfigOptions Options { get; } = new()
    {
        Aliases = FieldAliases.Create(),
        Polymorphic =
        [
            new PolymorphicSection(
                typeof(PeftConfig), "peft_type", [new("lora", typeof(LoraConfig)), new("ia3", typeof(Ia3Config))], "lora"),
        ],
        Converters =
        [
            ConfigConverter.Of<TargetModules>(
                "a pattern or a list of names", ReadTargets, targets => targets.Pattern ?? (object)targets.Names, "string", "array"),
        ],
    };

    public static BindResult<RunConfig> Bind(string yaml, params IReadOnlyList<string> overrides)
        => ConfigBinder.Bind<RunConfig>(ConfigDocument.Parse(yaml, Name, overrides), Options);

    /// <summary>The issues of a config that must not bind.</summary>
    public static IReadOnlyList<ConfigIssue> Issues(string yaml, params IReadOnlyList<string> overrides)
        => Assert.Throws<ConfigException>(() => Bind(yaml, overrides)).Issues;

    /// <summary>The one issue of a config that must not bind, as printed, first line only.</summary>
    public static string Issue(string yaml, params IReadOnlyList<string> overrides)
        => Assert.Single(Issues(yaml, overrides)).ToString().Split('\n')[0];

    private static TargetModules? ReadTargets(ConfigNode node) => node switch
    {
        ConfigScalar { Text: "" } => throw new FormatException("an empty pattern matches nothing; name a module"),
        ConfigScalar scalar => new TargetModules { Pattern = scalar.Text },
        _ => node.AsTexts() is { } names ? new TargetModules { Names = names } : null,
    };
}
