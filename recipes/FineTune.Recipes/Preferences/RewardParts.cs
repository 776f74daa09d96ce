using FineTune.Config;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Everything that training a reward model starts from, checked and loaded; nothing is written yet.</summary>
internal sealed record RewardParts : IDisposable
{
    private static readonly string[] Output = ["reward"];

    /// <summary>The run's config.</summary>
    public required RunConfig Config { get; init; }

    /// <summary>The pairs, as tokens.</summary>
    public required PreferenceInputs Data { get; init; }

    /// <summary>The model, with the adapter attached.</summary>
    public required ISequenceClassifier Model { get; init; }

    /// <summary>The model with all that its files are written from.</summary>
    public required TunedModel Tuned { get; init; }

    /// <summary>Reads, checks and loads everything that a config names.</summary>
    /// <param name="bound">The config, with the document it came from.</param>
    /// <param name="console">Hears facts and notices.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="RecipeException">Several inputs cannot be used; every problem is listed.</exception>
    public static RewardParts Prepare(BindResult<RunConfig> bound, IRunConsole console, CancellationToken stop)
    {
        // A classifier reads whole sequences.
        var config = bound.Value with { Task = bound.Value.Task with { SharedPrompts = false } };
        var problems = new InputProblems();
        PreferenceChecks.Run(bound, problems, console);
        var path = problems.Try(() => HubModel.Folder(bound, console));
        using var folder = path is null ? null : problems.Try(() => PretrainedFolder.Open(path));
        var vocabulary = folder is null ? null : problems.Try(() => RunVocabulary.Load(config, folder.Path));
        var inputs = vocabulary is null
            ? null
            : problems.Try(() => PreferenceInputs.Load(config, folder!.Path, folder.Config, vocabulary, stop));
        if (inputs is not null)
        {
            RunChecks.Run(bound, ShapeOf(inputs), problems, console);
        }
        var device = problems.Try(() => DeviceChoice.Pick(config.Training));
        var model = folder is null || device is null
            ? null
            : problems.Try(() => Build(config, folder, vocabulary, device));
        if (problems.Any)
        {
            model?.Loaded.Dispose();
            problems.Throw();
        }
        var parts = new RewardParts
        {
            Config = bound.Value,
            Data = inputs!,
            Model = model!.Loaded.Model,
            Tuned = new TunedModel
            {
                BaseModel = config.Model.ModelNameOrPath,
                Config = model.Config,
                Entry = folder!.Entry,
                ClassName = folder.Entry.SequenceClassifierName!,
                Tokenizer = inputs!.Tokenizer,
                MaxLength = inputs.MaxLength,
                Parameters = model.Loaded.Parameters,
                Mode = model.Loaded.Mode,
                Device = device!,
                Adapter = model.Adapter,
                ChatTemplate = inputs.Template,
            },
        };
        RunFacts.Tell(parts.Config, parts.Tuned, console);
        return parts;
    }

    /// <inheritdoc/>
    public void Dispose() => Tuned.Parameters.Dispose();

    private static RunShape ShapeOf(PreferenceInputs data) => new()
    {
        Scores = RewardObjective.ScoreNames,
        TrainItems = data.Train.Count,
        HasValidation = data.Validation is not null,
        HasTest = data.Test is not null,
        Notices = data.Notices,
    };

    private static BuiltModel Build(RunConfig config, PretrainedFolder folder, RunVocabulary? vocabulary, Device device)
    {
        var modelConfig = (vocabulary?.Sized(folder.Config) ?? folder.Config)
            .WithLabels(Output).With("problem_type", "regression");
        var adapter = AdapterChoice.Of(config, folder, vocabulary, AdapterContext.SequenceClassification);
        return new BuiltModel(
            modelConfig,
            adapter,
            folder.LoadSequenceClassifier(
                modelConfig, AdapterChoice.Loading(config, folder, vocabulary, adapter, device)));
    }

    private sealed record BuiltModel(Formats.HfConfig Config, Adapter? Adapter, LoadedModel<ISequenceClassifier> Loaded);
}
