using FineTune.Data;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;

namespace FineTune.Recipes;

/// <summary>A sequence classifier that is ready to use: from a run folder, an adapter, a checkpoint of a run, or a plain
/// or merged model.</summary>
public sealed record TrainedClassifier : ITrainedModel
{
    // Null where a run owns the model.
    private readonly PretrainedFolder? _weights;

    private TrainedClassifier(PretrainedFolder? weights) => _weights = weights;

    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <summary>The model.</summary>
    public required ISequenceClassifier Model { get; init; }

    /// <inheritdoc/>
    public required TunedModel Tuned { get; init; }

    /// <summary>The config of the run that made it, if it is in a run folder.</summary>
    public RunConfig? Run { get; init; }

    /// <summary>Its labels.</summary>
    public LabelMap Labels => LabelMap.FromNames(Tuned.Config.Labels ?? ["LABEL_0", "LABEL_1"]);

    /// <summary>What its labels are.</summary>
    public ProblemType ProblemType => ProblemTypes.Parse(Tuned.Config.ProblemType)
        ?? (Labels.Count == 1 ? ProblemType.Regression : ProblemType.SingleLabelClassification);

    /// <summary>The model of a run that just ended; the run keeps owning it.</summary>
    internal static TrainedClassifier Of(ClassifierParts parts) => new(weights: null)
    {
        Path = parts.Config.Output.OutputDir,
        Model = parts.Model,
        Tuned = parts.Tuned,
        Run = parts.Config,
    };

    /// <summary>Opens a folder.</summary>
    /// <param name="path">A run folder, an adapter, a checkpoint, or a plain or merged model.</param>
    /// <param name="baseModel">The base model's folder, where the adapter's own note of it no longer holds.</param>
    /// <param name="device">auto, cpu, cuda or cuda:N.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="RecipeException">It is none of these, or a language model, or its base model is not
    /// there.</exception>
    public static TrainedClassifier Open(string path, string? baseModel, string device, IRunConsole console)
    {
        using var engine = Engine.WarmUp();
        var source = ModelSource.Find(path, baseModel, console);
        return source.IsLanguageModel ? throw RecipeException.NoClassifier(path) : Open(source, device);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> LogitsOf(IReadOnlyList<string> texts) => PredictRun.Logits(
        this, [.. texts.SelectMany(text => PredictRun.One(text, pair: null))], CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_weights is not null)
        {
            Tuned.Parameters.Dispose();
            _weights.Dispose();
        }
    }

    internal static TrainedClassifier Open(ModelSource source, string device)
    {
        var place = DeviceChoice.Pick(device);
        var weights = PretrainedFolder.Open(source.Weights);
        var loaded = source.Load(
            weights, AdapterContext.SequenceClassification, place, weights.LoadSequenceClassifier);
        return new TrainedClassifier(weights)
        {
            Path = source.Path,
            Model = loaded.Loaded.Model,
            Run = source.Run,
            Tuned = source.Tuned(weights, loaded, weights.Entry.SequenceClassifierName!, place),
        };
    }
}
