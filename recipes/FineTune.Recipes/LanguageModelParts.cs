using FineTune.Config;
using FineTune.Data;
using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Everything that training a decoder starts from, checked and loaded; nothing is written yet.</summary>
public sealed record LanguageModelParts : IDisposable
{
    /// <summary>The run's config.</summary>
    public required RunConfig Config { get; init; }

    /// <summary>The rows, as tokens.</summary>
    public required EncodedData<TokenDataset> Data { get; init; }

    /// <summary>Packs the training rows; as bins of several where the config says so.</summary>
    public required SequenceCollator Collator { get; init; }

    /// <summary>The model, with the adapter attached.</summary>
    public required ICausalLM Model { get; init; }

    /// <summary>The model with all that its files are written from.</summary>
    public required TunedModel Tuned { get; init; }

    /// <summary>Reads, checks and loads everything that a config names.</summary>
    /// <param name="bound">The config, with the document it came from.</param>
    /// <param name="console">Hears facts and notices.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="RecipeException">Several inputs cannot be used; every problem is listed.</exception>
    /// <exception cref="ConfigException">Settings do not go together, or not with the data, or name a model that cannot
    /// be had from the hub.</exception>
    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be used.</exception>
    /// <exception cref="TokenizerException">Its tokenizer cannot be used.</exception>
    /// <exception cref="ChatTemplateException">Its chat template cannot be used.</exception>
    /// <exception cref="WeightsException">Its tensors do not fit.</exception>
    /// <exception cref="PeftException">The adapter does not fit the model.</exception>
    public static LanguageModelParts Prepare(
        BindResult<RunConfig> bound, IRunConsole console, CancellationToken stop)
    {
        var config = bound.Value;
        var problems = new InputProblems();
        var path = problems.Try(() => HubModel.Folder(bound, console));
        using var folder = path is null ? null : problems.Try(() => PretrainedFolder.Open(path));
        var vocabulary = folder is null ? null : problems.Try(() => RunVocabulary.Load(config, folder.Path));
        var inputs = vocabulary is null
            ? null
            : problems.Try(() => LanguageModelInputs.Load(config, folder!.Path, folder.Config, vocabulary, stop));
        var collator = inputs is null ? null : CollatorOf(config.Dataset, inputs);
        if (inputs is not null)
        {
            RunChecks.Run(bound, ShapeOf(inputs.Data, collator!), problems, console);
        }
        var device = problems.Try(() => DeviceChoice.Pick(config.Training));
        var model = folder is null || device is null || (DataSample.IsWanted(config) && collator is null)
            ? null
            : problems.Try(() => Build(config, folder, vocabulary, collator, device, console));
        if (problems.Any)
        {
            model?.Loaded.Dispose();
            problems.Throw();
        }
        var parts = new LanguageModelParts
        {
            Config = model!.Config(config),
            Data = inputs!.Data,
            Collator = collator!,
            Model = model.Loaded.Model,
            Tuned = model.Tuned(
                config, inputs.Tokenizer, inputs.Template, inputs.MaxLength,
                config.Task.Type == TaskConfig.Sft ? inputs.Data.Train : null),
        };
        RunFacts.Tell(parts.Config, parts.Tuned, console);
        return parts;
    }

    /// <inheritdoc/>
    public void Dispose() => Tuned.Parameters.Dispose();

    private static BuiltDecoder Build(
        RunConfig config, PretrainedFolder folder, RunVocabulary? vocabulary, SequenceCollator? collator, Device device,
        IRunConsole console)
    {
        using var sampled = !DataSample.IsWanted(config) ? null : DataSample.Look(
            config,
            new AdapterContext(folder.Entry.ModelType, AdapterContext.CausalLM),
            look => folder.LoadCausalLM(
                vocabulary!.Sized(folder.Config), AdapterChoice.Loading(config, folder, vocabulary, look, device)),
            new TrainBatches(collator!.Count, collator.Collate, config.Training),
            (model, batch) => model.Hidden(batch),
            device,
            console);
        return BuiltDecoder.Build(config, folder, vocabulary, device, sampled);
    }

    private static SequenceCollator CollatorOf(DatasetConfig dataset, LanguageModelInputs inputs)
    {
        var rows = inputs.Data.Train.Rows;
        return new SequenceCollator(
            rows,
            dataset.Packing ? Packing.BestFitDecreasing([.. rows.Select(row => row.Length)], inputs.MaxLength) : null);
    }

    private static RunShape ShapeOf(EncodedData<TokenDataset> data, SequenceCollator collator) => new()
    {
        Scores = CausalLMObjective.ScoreNames,
        TrainItems = collator.Count,
        HasValidation = data.Validation is not null,
        HasTest = data.Test is not null,
        Notices = data.Notices,
    };
}
