using FineTune.Config;
using FineTune.Data;
using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Tokenizers;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Everything that training a sequence classifier starts from, checked and loaded; nothing is written
/// yet.</summary>
public sealed record ClassifierParts : IDisposable
{
    /// <summary>The run's config.</summary>
    public required RunConfig Config { get; init; }

    /// <summary>The rows and their labels.</summary>
    public required ClassificationData Data { get; init; }

    /// <summary>The model, with the adapter attached.</summary>
    public required ISequenceClassifier Model { get; init; }

    /// <summary>The model with all that its files are written from.</summary>
    public required TunedModel Tuned { get; init; }

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
        var tokenizing = path is null ? null : Task.Run(() => RunVocabulary.Load(config, path));
        using var folder = path is null ? null : problems.Try(() => PretrainedFolder.Open(path));
        var vocabulary = new Lazy<RunVocabulary?>(
            () => tokenizing is null ? null : problems.Try(() => tokenizing.GetAwaiter().GetResult()));
        var data = problems.Try(() => ClassificationData.Load(
            config.Dataset, ProblemTypes.Parse(config.Task.ProblemType), config.Training.Seed));
        if (data is not null)
        {
            RunChecks.Run(bound, ShapeOf(data), problems, console);
        }
        var device = problems.Try(() => DeviceChoice.Pick(config.Training));
        // Only added tokens change the model; without them it need not wait for the tokenizer.
        using var sampled = folder is null || device is null || data is null || !DataSample.IsWanted(config)
            || vocabulary.Value is not { } known
            ? null
            : problems.Try(() => Look(config, folder, known, data, device, console));
        var model = folder is null || device is null || (DataSample.IsWanted(config) && sampled is null)
            ? null
            : problems.Try(() => Build(
                config, folder, config.Model.AddedTokens.Count == 0 ? null : vocabulary.Value, sampled, data, device));
        var tokenizer = vocabulary.Value?.Tokenizer;
        if (problems.Any)
        {
            model?.Loaded.Dispose();
            problems.Throw();
        }
        var maxLength = AdapterChoice.MaxLength(config, folder!.Config);
        var parts = new ClassifierParts
        {
            Config = config,
            Data = data!,
            Model = model!.Loaded.Model,
            Tuned = new TunedModel
            {
                BaseModel = config.Model.ModelNameOrPath,
                Config = model.Config,
                Entry = folder!.Entry,
                ClassName = folder.Entry.SequenceClassifierName!,
                Tokenizer = tokenizer!,
                MaxLength = maxLength,
                TokenizerLimit = maxLength,
                Parameters = model.Loaded.Parameters,
                Mode = model.Loaded.Mode,
                Device = device!,
                Adapter = model.Adapter,
            },
        };
        RunFacts.Tell(config, parts.Tuned, console);
        return parts;
    }

    /// <inheritdoc/>
    public void Dispose() => Tuned.Parameters.Dispose();

    private static RunShape ShapeOf(ClassificationData data) => new()
    {
        Scores = SequenceClassificationObjective.ScoreNames(data.Type, data.Labels.Count),
        TrainItems = data.Train.Examples.Count,
        HasValidation = data.Validation is not null,
        HasTest = data.Test is not null,
        Notices = data.Notices,
    };

    private static EvaStart Look(
        RunConfig config, PretrainedFolder folder, RunVocabulary vocabulary, ClassificationData data, Device device,
        IRunConsole console)
    {
        var rows = new TokenizedDataset(
            data.Train.Examples, new TokenizerEncoder(vocabulary.Tokenizer), AdapterChoice.MaxLength(config, folder.Config));
        var collator = new ClassificationCollator(rows, data.Train.Labels);
        return DataSample.Look(
            config,
            new AdapterContext(folder.Entry.ModelType, AdapterContext.SequenceClassification),
            look => folder.LoadSequenceClassifier(vocabulary.Sized(folder.Config).WithLabels(data.Labels.Names), Looking(look)),
            new TrainBatches(rows.Count, collator.Pack, config.Training),
            (model, batch) => model.HiddenStates(batch),
            device,
            console);

        LoadOptions Looking(AdapterDecorator look) => AdapterChoice.Loading(config, folder, vocabulary, look, device);
    }

    // Where the data cannot be used, the checkpoint is still looked at, with the head it has.
    private static BuiltModel Build(
        RunConfig config, PretrainedFolder folder, RunVocabulary? vocabulary, EvaStart? sampled, ClassificationData? data,
        Device device)
    {
        var sized = vocabulary?.Sized(folder.Config) ?? folder.Config;
        var modelConfig = data is null
            ? sized
            : sized.WithLabels(data.Labels.Names).With("problem_type", data.Type.ConfigName());
        var start = AdapterPath.ToGoOnFrom(config, folder.Path);
        if (start is not null && data is not null)
        {
            RequireLabels(start.Path, data.Labels.Names);
        }
        var adapter = AdapterChoice.Of(config, folder, vocabulary, AdapterContext.SequenceClassification, sampled);
        var loading = AdapterChoice.Loading(config, folder, vocabulary, adapter, device);
        var loaded = folder.LoadSequenceClassifier(modelConfig, loading with
        {
            // The adapter to go on from brings its own head.
            IgnoreMismatchedSizes = config.Model.IgnoreMismatchedSizes || data is null || start is not null,
        });
        if (data is not null)
        {
            start?.LoadInto(loaded.Parameters);
        }
        return new BuiltModel(modelConfig, adapter, loaded);
    }

    // A head knows its labels by their order alone.
    private static void RequireLabels(string adapter, IReadOnlyList<string> names)
    {
        var own = File.Exists(Path.Combine(adapter, HfConfig.FileName)) ? HfConfig.Open(adapter).Labels : null;
        if (own is not null && !own.SequenceEqual(names))
        {
            throw RecipeException.OtherLabels(adapter, own, names);
        }
    }

    private sealed record BuiltModel(HfConfig Config, Adapter? Adapter, LoadedModel<ISequenceClassifier> Loaded);
}
