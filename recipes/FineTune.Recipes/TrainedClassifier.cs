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
        var run = RunFolder.Around(path);
        var folder = RunFolder.IsRun(path) ? RunFolder.At(path).Adapter : path;
        var config = run is null ? null : ReadRun(run, console);
        if (AdapterFolder.Exists(folder))
        {
            return OpenAdapter(folder, baseModel, DeviceChoice.Pick(device), console) with { Run = config };
        }
        if (folder != path)
        {
            throw RecipeException.RunNotFinished(path, run!.LatestCheckpoint);
        }
        return File.Exists(System.IO.Path.Combine(folder, HfConfig.FileName))
            ? OpenPlain(folder, DeviceChoice.Pick(device)) with { Run = config }
            : throw RecipeException.UnknownFolder(path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsModel)
        {
            Loaded.Dispose();
        }
    }

    private static TrainedClassifier OpenAdapter(string path, string? baseModel, Device device, IRunConsole console)
    {
        var adapterFolder = AdapterFolder.Open(path);
        var basePath = baseModel is null
            ? BaseModelPath.Find(adapterFolder, console)
            : HubModel.Folder(baseModel, console);
        using var folder = PretrainedFolder.Open(basePath);
        var config = File.Exists(System.IO.Path.Combine(path, HfConfig.FileName)) ? HfConfig.Open(path) : folder.Config;
        var adapter = PeftRegistry.Create(
            adapterFolder.Config,
            new AdapterContext(folder.Entry.ModelType, AdapterContext.SequenceClassification));
        var loaded = folder.LoadSequenceClassifier(config, new LoadOptions
        {
            Adapter = adapter,
            Device = device,
            IgnoreMismatchedSizes = true,
        });
        adapterFolder.LoadInto(loaded.Parameters);
        var files = File.Exists(System.IO.Path.Combine(path, "tokenizer_config.json")) ? path : basePath;
        return Ready(path, files, config, folder.Entry, loaded, device) with { Adapter = adapter };
    }

    private static TrainedClassifier OpenPlain(string path, Device device)
    {
        using var folder = PretrainedFolder.Open(path);
        var loaded = folder.LoadSequenceClassifier(
            folder.Config, new LoadOptions { Device = device, AllowFresh = false });
        return Ready(path, path, folder.Config, folder.Entry, loaded, device);
    }

    private static TrainedClassifier Ready(
        string path,
        string tokenizerFiles,
        HfConfig config,
        ModelEntry entry,
        LoadedModel<ISequenceClassifier> loaded,
        Device device) => new(ownsModel: true)
        {
            Path = path,
            Config = config,
            Entry = entry,
            Tokenizer = Tokenizer.Load(tokenizerFiles),
            MaxLength = TokenizerFiles.MaxLength(tokenizerFiles, entry.MaxLength(config)),
            Loaded = loaded,
            Device = device,
        };

    private static RunConfig ReadRun(RunFolder run, IRunConsole console)
    {
        var bound = RunConfigFile.LoadUnchecked(run.Config);
        foreach (var notice in bound.Notices)
        {
            console.Notice(notice);
        }
        return bound.Value;
    }
}
