using FineTune.Data;
using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Tokenizers;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>A sequence classifier that is ready to use: from a run folder, an adapter, a checkpoint of a run, or a plain
/// or merged model.</summary>
public sealed record TrainedClassifier : IDisposable
{
    private readonly bool _ownsModel;

    private TrainedClassifier(bool ownsModel) => _ownsModel = ownsModel;

    /// <summary>The folder it came from.</summary>
    public required string Path { get; init; }

    /// <summary>Its configuration, labels included.</summary>
    public required HfConfig Config { get; init; }

    /// <summary>Its architecture.</summary>
    public required ModelEntry Entry { get; init; }

    /// <summary>Its tokenizer.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>Most tokens of a row; longer ones are cut.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The model.</summary>
    public required LoadedModel<ISequenceClassifier> Loaded { get; init; }

    /// <summary>The adapter attached to it; null for a plain model.</summary>
    public Adapter? Adapter { get; init; }

    /// <summary>Where it computes.</summary>
    public required Device Device { get; init; }

    /// <summary>The config of the run that made it, if it is in a run folder.</summary>
    public RunConfig? Run { get; init; }

    /// <summary>Its labels.</summary>
    public LabelMap Labels => LabelMap.FromNames(Config.Labels ?? ["LABEL_0", "LABEL_1"]);

    /// <summary>What its labels are.</summary>
    public ProblemType ProblemType => ProblemTypes.Parse(Config.ProblemType)
        ?? (Labels.Count == 1 ? ProblemType.Regression : ProblemType.SingleLabelClassification);

    /// <summary>The model of a run that just ended; the run keeps owning it.</summary>
    internal static TrainedClassifier Of(ClassifierParts parts) => new(ownsModel: false)
    {
        Path = parts.Config.Output.OutputDir,
        Config = parts.ModelConfig,
        Entry = parts.Entry,
        Tokenizer = parts.Tokenizer,
        MaxLength = parts.MaxLength,
        Loaded = parts.Loaded,
        Adapter = parts.Adapter,
        Device = parts.Device,
        Run = parts.Config,
    };

    /// <summary>Opens a folder.</summary>
    /// <param name="path">A run folder, an adapter, a checkpoint, or a plain or merged model.</param>
    /// <param name="baseModel">The base model's folder, where the adapter's own note of it no longer holds.</param>
    /// <param name="device">auto, cpu, cuda or cuda:N.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="RecipeException">It is none of these, or its base model is not there.</exception>
    public static TrainedClassifier Open(string path, string? baseModel, string device, IRunConsole console)
    {
        using var engine = Engine.WarmUp();
        var source = ModelSource.Find(path, baseModel, console);
        var where = DeviceChoice.Pick(device);
        using var weights = PretrainedFolder.Open(source.Weights);
        var (loaded, adapter) = source.Load(
            weights, AdapterContext.SequenceClassification, where, weights.LoadSequenceClassifier);
        var config = source.Config(weights);
        return new TrainedClassifier(ownsModel: true)
        {
            Path = source.Path,
            Config = config,
            Entry = weights.Entry,
            Tokenizer = Tokenizer.Load(source.TokenizerFiles),
            MaxLength = TokenizerFiles.MaxLength(source.TokenizerFiles, weights.Entry.MaxLength(config)),
            Loaded = loaded,
            Adapter = adapter,
            Device = where,
            Run = source.Run,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsModel)
        {
            Loaded.Dispose();
        }
    }
}
