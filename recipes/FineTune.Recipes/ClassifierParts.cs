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
    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be used.</exception>
    /// <exception cref="WeightsException">Its tensors do not fit.</exception>
    /// <exception cref="PeftException">The adapter does not fit the model.</exception>
    /// <exception cref="RecipeException">The device is not there.</exception>
    public static ClassifierParts Prepare(RunConfig config, IRunConsole console)
    {
        var path = config.Model.ModelNameOrPath;
        var tokenizing = Task.Run(() => Tokenizer.Load(path));
        using var folder = PretrainedFolder.Open(path);
        var data = ClassificationData.Load(
            config.Dataset, ProblemTypes.Parse(config.Task.ProblemType), config.Training.Seed);
        foreach (var notice in data.Notices)
        {
            console.Notice(notice);
        }
        var modelConfig = folder.Config
            .WithLabels(data.Labels.Names)
            .With("problem_type", data.Type.ConfigName());
        var device = DeviceChoice.Pick(config.Training.Device);
        var dtype = DeviceChoice.DType(config.Training.Precision, device);
        var adapter = PeftRegistry.Create(
            config.Peft, new AdapterContext(folder.Entry.ModelType, AdapterContext.SequenceClassification));
        var loaded = folder.LoadSequenceClassifier(modelConfig, new LoadOptions
        {
            Adapter = adapter,
            Device = device,
            DType = dtype,
            Seed = config.Training.Seed,
            IgnoreMismatchedSizes = config.Model.IgnoreMismatchedSizes,
        });
        var parts = new ClassifierParts
        {
            Config = config,
            Device = device,
            Entry = folder.Entry,
            ModelConfig = modelConfig,
            Tokenizer = tokenizing.GetAwaiter().GetResult(),
            MaxLength = Math.Min(config.Dataset.MaxLength, folder.Entry.MaxLength(folder.Config)),
            Data = data,
            Adapter = adapter,
            Loaded = loaded,
        };
        Describe(parts, dtype, console);
        return parts;
    }

    /// <inheritdoc/>
    public void Dispose() => Loaded.Dispose();

    private static void Describe(ClassifierParts parts, ScalarType dtype, IRunConsole console)
    {
        var parameters = parts.Loaded.Parameters;
        var share = 100.0 * parameters.TrainableCount / parameters.TotalCount;
        console.Fact("model", $"{parts.Config.Model.ModelNameOrPath} ({parts.Entry.ModelType}, {dtype}, {parts.Device})");
        console.Fact("adapter", parts.Config.Peft.PeftType);
        console.Fact(
            "parameters", $"{parameters.TrainableCount:N0} trainable of {parameters.TotalCount:N0} ({share:F2} %)");
        if (parameters.FreshModules is { Count: > 0 } fresh)
        {
            console.Notice(
                $"the checkpoint has no {string.Join(", ", fresh)}: freshly initialised, trained, and saved whole");
        }
    }
}
