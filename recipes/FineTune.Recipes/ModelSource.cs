using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>What a path that a verb is given leads to.</summary>
internal sealed record ModelSource
{
    /// <summary>The adapter's folder, or that of a plain or merged model.</summary>
    public required string Path { get; init; }

    /// <summary>The folder of the weights: the base model's where there is an adapter.</summary>
    public required string Weights { get; init; }

    /// <summary>The adapter; null for a plain or merged model.</summary>
    public AdapterFolder? Adapter { get; init; }

    /// <summary>The config of the run that the path is, or lies in; null if it is in none.</summary>
    public RunConfig? Run { get; init; }

    /// <summary>How weights that do not train are kept; null for plain tensors.</summary>
    public FrozenStorage? Storage { get; init; }

    /// <summary>The folder with the tokenizer's files: the adapter's, if it has them.</summary>
    public string TokenizerFiles => Recipes.TokenizerFiles.AreIn(Path) ? Path : Weights;

    /// <summary>Whether the model is a decoder that writes: by the adapter, the run or the architecture's name.</summary>
    public bool IsLanguageModel => Adapter?.TaskType switch
    {
        AdapterContext.CausalLM => true,
        null or "" => Run?.Task.IsLanguageModel ?? NamesLanguageModel(),
        _ => false,
    };

    /// <summary>Finds out.</summary>
    /// <param name="path">A run folder, an adapter, a checkpoint of a run, or a plain or merged model.</param>
    /// <param name="baseModel">The base model's folder or name on the hub, where the adapter's own note of it no
    /// longer holds.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="RecipeException">It is none of these, or its base model is not there.</exception>
    public static ModelSource Find(string path, string? baseModel, IRunConsole console)
    {
        var run = RunFolder.Around(path);
        var folder = RunFolder.IsRun(path) ? RunFolder.At(path).Result : path;
        var config = run is null ? null : ReadRun(run, console);
        if (AdapterFolder.Exists(folder))
        {
            var adapter = AdapterFolder.Open(folder);
            foreach (var notice in adapter.Notices)
            {
                console.Notice(notice);
            }
            var weights = baseModel is null ? BaseModelPath.Find(adapter, console) : HubModel.Folder(baseModel, console);
            // As in the run, so that its scores are found again; merging asks for the checkpoint's own weights.
            return new ModelSource
            {
                Path = folder,
                Weights = weights,
                Adapter = adapter,
                Run = config,
                Storage = config?.Model.Storage,
            };
        }
        if (folder != path && !Directory.Exists(folder))
        {
            throw RecipeException.RunNotFinished(path, run!.LatestCheckpoint);
        }
        return File.Exists(System.IO.Path.Combine(folder, HfConfig.FileName))
            ? new ModelSource { Path = folder, Weights = folder, Run = config }
            : throw RecipeException.UnknownFolder(path);
    }

    /// <summary>Whether the folder itself has a file.</summary>
    public bool HasFile(string name) => File.Exists(System.IO.Path.Combine(Path, name));

    /// <summary>The model's configuration: the adapter's, if it has one; with as many tokens as the adapter needs.</summary>
    public HfConfig Config(PretrainedFolder weights)
    {
        var config = HasFile(HfConfig.FileName) ? HfConfig.Open(Path) : weights.Config;
        return Adapter is null ? config : RunVocabulary.Grown(config, Adapter.TokensNeeded());
    }

    /// <summary>Most tokens it can take, beside those that an adapter puts in front.</summary>
    public int MaxPositions(PretrainedFolder weights) =>
        AdapterChoice.PositionsLeft(Adapter?.Config, weights.Entry.MaxLength(Config(weights)));

    /// <summary>Builds the model with its adapter.</summary>
    /// <param name="weights">The opened <see cref="Weights"/>.</param>
    /// <param name="taskType">PEFT's name of the task.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="load">Builds it.</param>
    public (LoadedModel<T> Loaded, Adapter? Attached) Load<T>(
        PretrainedFolder weights, string taskType, Device device, Func<HfConfig, LoadOptions, LoadedModel<T>> load)
    {
        var config = Config(weights);
        if (Adapter is null)
        {
            return (load(config, new LoadOptions { Device = device, AllowFresh = false, Storage = Storage }), null);
        }
        var attached = PeftRegistry.Create(Adapter.Config, new AdapterContext(weights.Entry.ModelType, taskType));
        var loaded = load(
            config,
            new LoadOptions
            {
                Adapter = attached,
                Device = device,
                IgnoreMismatchedSizes = true,
                GrowsVocabulary = RunVocabulary.Grows(weights.Config, config),
                Storage = Storage,
            });
        Adapter.LoadInto(loaded.Parameters);
        return (loaded, attached);
    }

    /// <summary>The model that was built, with all that its files are written from.</summary>
    /// <param name="weights">The opened <see cref="Weights"/>.</param>
    /// <param name="loaded">What <see cref="Load"/> returned.</param>
    /// <param name="className">transformers' class of it.</param>
    /// <param name="device">Where it computes.</param>
    public TunedModel Tuned<T>(
        PretrainedFolder weights, (LoadedModel<T> Model, Adapter? Attached) loaded, string className, Device device)
    {
        var config = Config(weights);
        var maxLength = Recipes.TokenizerFiles.MaxLength(TokenizerFiles, MaxPositions(weights));
        return new TunedModel
        {
            BaseModel = Adapter?.BaseModel ?? Weights,
            Config = config,
            Entry = weights.Entry,
            ClassName = className,
            Tokenizer = Tokenizers.Tokenizer.Load(TokenizerFiles),
            MaxLength = maxLength,
            TokenizerLimit = maxLength,
            Parameters = loaded.Model.Parameters,
            Mode = loaded.Model.Mode,
            Device = device,
            Adapter = loaded.Attached,
        };
    }

    private bool NamesLanguageModel()
    {
        var config = HfConfig.Open(HasFile(HfConfig.FileName) ? Path : Weights);
        return ModelRegistry.Find(config).CausalLMName is { } name && config.Architectures.Contains(name);
    }

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
