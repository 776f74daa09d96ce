using FineTune.Config;
using FineTune.Models;
using FineTune.Nn;

namespace FineTune.Recipes;

/// <summary>Everything that training a decoder on preferences starts from, checked and loaded; nothing is written
/// yet.</summary>
internal sealed record PreferenceParts : IDisposable
{
    /// <summary>The run's config.</summary>
    public required RunConfig Config { get; init; }

    /// <summary>The rows, as tokens.</summary>
    public required PreferenceInputs Data { get; init; }

    /// <summary>The model, with the adapter attached.</summary>
    public required ICausalLM Model { get; init; }

    /// <summary>The model with all that its files are written from.</summary>
    public required TunedModel Tuned { get; init; }

    /// <summary>The model that plays the reference; null where the policy does so itself, or none does.</summary>
    public LoadedModel<ICausalLM>? Other { get; init; }

    /// <summary>Reads, checks and loads everything that a config names.</summary>
    /// <param name="bound">The config, with the document it came from.</param>
    /// <param name="console">Hears facts and notices.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="RecipeException">Several inputs cannot be used; every problem is listed.</exception>
    public static PreferenceParts Prepare(
        BindResult<RunConfig> bound, IRunConsole console, CancellationToken stop)
    {
        var config = bound.Value;
        var problems = new InputProblems();
        PreferenceChecks.Run(bound, problems, console);
        var path = problems.Try(() => HubModel.Folder(bound, console));
        using var folder = path is null ? null : problems.Try(() => PretrainedFolder.Open(path));
        var vocabulary = folder is null ? null : problems.Try(() => RunVocabulary.Load(config, folder.Path));
        var inputs = vocabulary is null
            ? null
            : problems.Try(() => PreferenceInputs.Load(config, folder!.Path, folder.Config, vocabulary, stop));
        if (inputs is not null && !problems.Any)
        {
            RunChecks.Run(bound, ShapeOf(config, inputs), problems, console);
        }
        var device = problems.Try(() => DeviceChoice.Pick(config.Training));
        var model = folder is null || device is null
            ? null
            : problems.Try(() => BuiltDecoder.Build(config, folder, vocabulary, device));
        var other = model is null || inputs is null || config.Task is not { UsesReference: true, RefModel: { } named }
            ? null
            : problems.Try(() => ReferenceChoice.Open(named, model, inputs.Tokenizer, config, console));
        if (problems.Any)
        {
            model?.Loaded.Dispose();
            other?.Dispose();
            problems.Throw();
        }
        var parts = new PreferenceParts
        {
            Config = model!.Config(config),
            Data = inputs!,
            Model = model.Loaded.Model,
            Tuned = model.Tuned(config, inputs!.Tokenizer, inputs.Template, inputs.MaxLength, inputs.Train.Shown),
            Other = other,
        };
        RunFacts.Tell(parts.Config, parts.Tuned, console);
        return parts;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tuned.Parameters.Dispose();
        Other?.Dispose();
    }

    private static RunShape ShapeOf(RunConfig config, PreferenceInputs data) => new()
    {
        Scores = PreferenceTuning.ScoreNames(config.Task),
        TrainItems = data.Train.Count,
        HasValidation = data.Validation is not null,
        HasTest = data.Test is not null,
        Notices = data.Notices,
    };
}
