using FineTune.Config;
using FineTune.Data;
using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Tokenizers;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Everything that training a sequence classifier starts from, checked and loaded; nothing is written
/// yet.</summary>
public sealed record ClassifierParts : IDisposable
{
    /// <summary>The run's config.</summary>
    public required RunConfig Config { get; init; }

    /// <summary>Where to compute.</summary>
    public required Device Device { get; init; }

    /// <summary>The base model's architecture.</summary>
    public required ModelEntry Entry { get; init; }

    /// <summary>The base model's configuration with the task's labels.</summary>
    public required HfConfig ModelConfig { get; init; }

    /// <summary>The tokenizer.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>Most tokens of a row.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The rows and their labels.</summary>
    public required ClassificationData Data { get; init; }

    /// <summary>The adapter.</summary>
    public required Adapter Adapter { get; init; }

    /// <summary>The model with the adapter attached.</summary>
    public required LoadedModel<ISequenceClassifier> Loaded { get; init; }

    /// <summary>Reads, checks and loads everything that a config names.</summary>
    /// <param name="bound">The config, with the document it came from.</param>
    /// <param name="console">Hears facts and notices.</param>
    /// <exception cref="RecipeException">Several inputs cannot be used; every problem is listed.</exception>
    /// <exception cref="ConfigException">Settings do not go together, or not with the data, or name a model that cannot
    /// be had from the hub.</exception>
    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be used.</exception>
    /// <exception cref="TokenizerException">Its tokenizer cannot be used.</exception>
    /// <exception cref="WeightsException">Its tensors do not fit.</exception>
    /// <exception cref="PeftException">The adapter does not fit the model.</exception>
    public static ClassifierParts Prepare(BindResult<RunConfig> bound, IRunConsole console)
    {
        var config = bound.Value;
        var problems = new InputProblems();
        var path = problems.Try(() => HubModel.Folder(bound, console));
        var tokenizing = path is null ? null : Task.Run(() => Tokenizer.Load(path));
        using var folder = path is null ? null : problems.Try(() => PretrainedFolder.Open(path));
        var data = problems.Try(() => ClassificationData.Load(
            config.Dataset, ProblemTypes.Parse(config.Task.ProblemType), config.Training.Seed));
        if (data is not null)
        {
            CheckSettings(config, bound.Document, data, problems, console);
        }
        var device = problems.Try(() => DeviceChoice.Pick(config.Training.Device));
        var model = folder is null || device is null ? null : problems.Try(() => Build(config, folder, data, device));
        var tokenizer = tokenizing is null ? null : problems.Try(() => tokenizing.GetAwaiter().GetResult());
        if (problems.Any)
        {
            model?.Loaded.Dispose();
            problems.Throw();
        }
        var parts = new ClassifierParts
        {
            Config = config,
            Device = device!,
            Entry = folder!.Entry,
            ModelConfig = model!.Config,
            Tokenizer = tokenizer!,
            MaxLength = Math.Min(config.Dataset.MaxLength, folder.Entry.MaxLength(folder.Config)),
            Data = data!,
            Adapter = model.Adapter,
            Loaded = model.Loaded,
        };
        Describe(parts, console);
        return parts;
    }

    /// <inheritdoc/>
    public void Dispose() => Loaded.Dispose();

    private static void CheckSettings(
        RunConfig config, ConfigDocument document, ClassificationData data, InputProblems problems, IRunConsole console)
    {
        foreach (var issue in RunChecks.Problems(config, document, data))
        {
            problems.Add(new ConfigException([issue]));
        }
        foreach (var notice in data.Notices.Concat(RunChecks.Notices(config, data)))
        {
            console.Notice(notice);
        }
    }

    // Where the data cannot be used, the checkpoint is still looked at, with the head it has.
    private static BuiltModel Build(RunConfig config, PretrainedFolder folder, ClassificationData? data, Device device)
    {
        var modelConfig = data is null
            ? folder.Config
            : folder.Config.WithLabels(data.Labels.Names).With("problem_type", data.Type.ConfigName());
        var adapter = PeftRegistry.Create(
            config.Peft, new AdapterContext(folder.Entry.ModelType, AdapterContext.SequenceClassification));
        var loaded = folder.LoadSequenceClassifier(modelConfig, new LoadOptions
        {
            Adapter = adapter,
            Device = device,
            DType = DeviceChoice.DType(config.Training.Precision, device),
            Seed = config.Training.Seed,
            IgnoreMismatchedSizes = config.Model.IgnoreMismatchedSizes || data is null,
        });
        return new BuiltModel(modelConfig, adapter, loaded);
    }

    private static void Describe(ClassifierParts parts, IRunConsole console)
    {
        var (parameters, config) = (parts.Loaded.Parameters, parts.Config);
        var share = 100.0 * parameters.TrainableCount / parameters.TotalCount;
        var dtype = DeviceChoice.DType(config.Training.Precision, parts.Device);
        console.Fact("model", $"{config.Model.ModelNameOrPath} ({parts.Entry.ModelType}, {dtype}, {parts.Device})");
        console.Fact("adapter", config.Peft.PeftType);
        console.Fact(
            "parameters", $"{parameters.TrainableCount:N0} trainable of {parameters.TotalCount:N0} ({share:F2} %)");
        if (parameters.FreshModules is { Count: > 0 } fresh)
        {
            console.Notice(
                $"the checkpoint has no {string.Join(", ", fresh)}: freshly initialised, trained, and saved whole");
        }
    }

    private sealed record BuiltModel(HfConfig Config, Adapter Adapter, LoadedModel<ISequenceClassifier> Loaded);
}
