using System.Globalization;
using FineTune.Config;
using FineTune.Formats;
using FineTune.Peft;

namespace FineTune.Recipes;

/// <summary>Reads and writes config files: hands the registries' names to the binder, which knows none of the
/// rooms.</summary>
public static class RunConfigFile
{
    /// <summary>What the binder, the writer and the schema need to know of the records.</summary>
    /// <param name="configFile">The file, whose folder input paths are relative to; null leaves paths as written.</param>
    public static ConfigOptions Options(string? configFile = null) => new()
    {
        Aliases = FieldAliases.Create(),
        Polymorphic =
        [
            new PolymorphicSection(
                typeof(PeftConfig),
                "peft_type",
                [
                    .. PeftRegistry.All.Select(e => new ConfigVariant(e.PeftType, e.ConfigType)),
                    new ConfigVariant(FullConfig.Name, typeof(FullConfig)),
                ],
                Default: "LORA"),
        ],
        Converters = [Targets, Sizes, Tokens],
        Paths = configFile is null ? null : ConfigPaths.Beside(configFile, HubModel.Named),
    };

    /// <summary>Reads a config.</summary>
    /// <param name="file">The YAML file.</param>
    /// <param name="overrides">Texts like <c>training.learning_rate=1e-4</c>.</param>
    /// <exception cref="ConfigException">It does not fit; every mistake is listed.</exception>
    public static BindResult<RunConfig> Load(string file, IReadOnlyList<string> overrides) =>
        WithUsualRate(ConfigBinder.Bind<RunConfig>(ConfigDocument.Load(file, overrides), Options(file)));

    /// <summary>Reads the config of a finished run; what it names need not be there any more.</summary>
    public static BindResult<RunConfig> LoadUnchecked(string file) =>
        ConfigBinder.Bind<RunConfig>(ConfigDocument.Load(file), Options());

    /// <summary>The config with every default written out.</summary>
    public static string Write(RunConfig config) => ConfigWriter.Write(config, Options());

    // A preference objective moves a trained model a little; its own default holds whatever the method.
    private static BindResult<RunConfig> WithUsualRate(BindResult<RunConfig> bound)
    {
        var config = bound.Value;
        if (config.Task.IsPreference || bound.Document.Find("training.learning_rate") is not null)
        {
            return bound;
        }
        var rate = AdapterChoice.LearningRates(config.Peft).Rates.Usual;
        return bound with { Value = config with { Training = config.Training with { LearningRate = rate } } };
    }

    private static ConfigConverter Targets { get; } = ConfigConverter.Of<TargetModules>(
        "all-linear, a regular expression, or a list of module names",
        node => node switch
        {
            ConfigScalar scalar => Parse(scalar.Text),
            ConfigSequence list when list.Items.All(i => i is ConfigScalar) =>
                TargetModules.List([.. list.Items.Select(i => ((ConfigScalar)i).Text)]),
            _ => null,
        },
        targets => (object?)targets.Names ?? targets.Text,
        "string",
        "array");

    private static ConfigConverter Sizes { get; } = ConfigConverter.Of<ByteSize>(
        ByteSize.Allowed,
        node => node is ConfigScalar scalar && ByteSize.TryParse(scalar.Text, out var size) ? size : null,
        size => size.ToString(),
        "string",
        "integer");

    private static ConfigConverter Tokens { get; } = ConfigConverter.Of<TokenIndices>(
        "a list of token ids, or lists of them by module",
        node => node switch
        {
            ConfigSequence list => Ids(list) is { } ids ? TokenIndices.List(ids) : null,
            ConfigMapping table when table.Entries.All(entry => Ids(entry.Value) is not null) =>
                TokenIndices.Table(table.Entries.ToDictionary(entry => entry.Key, entry => Ids(entry.Value)!)),
            _ => null,
        },
        tokens => (object?)tokens.Ids ?? tokens.ByModule,
        "array",
        "object");

    private static IReadOnlyList<int>? Ids(ConfigNode node)
    {
        int?[]? ids = node is ConfigSequence list
            ? [.. list.Items.Select(i => i is ConfigScalar { IsQuoted: false } scalar
                && int.TryParse(scalar.Text, CultureInfo.InvariantCulture, out var id) ? id : (int?)null)]
            : null;
        return ids?.All(id => id is not null) == true ? [.. ids.OfType<int>()] : null;
    }

    // A bare name is what people write for a list of one; as an expression it would match nothing.
    private static TargetModules Parse(string text)
    {
        if (text != "all-linear" && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            return TargetModules.List([text]);
        }
        try
        {
            return TargetModules.Parse(text);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"this is not a valid regular expression: {e.Message}", e);
        }
    }
}
