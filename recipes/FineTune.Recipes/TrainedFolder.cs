using FineTune.Formats;
using FineTune.Peft;

namespace FineTune.Recipes;

/// <summary>What a path holds that a trained model can be opened from: a run folder, an adapter, a checkpoint of a run, or
/// a plain or merged model.</summary>
internal sealed record TrainedFolder
{
    private const string TokenizerConfig = "tokenizer_config.json";

    /// <summary>The path as given.</summary>
    public required string Path { get; init; }

    /// <summary>The folder with the weights: an adapter's, or a plain model's.</summary>
    public required string Weights { get; init; }

    /// <summary>The folder with the base weights; <see cref="Weights"/> for a plain model.</summary>
    public required string Base { get; init; }

    /// <summary>The adapter; null for a plain model.</summary>
    public AdapterFolder? Adapter { get; init; }

    /// <summary>The config of the run that made it, if it is in a run folder.</summary>
    public RunConfig? Run { get; init; }

    /// <summary>The folder with <c>config.json</c>.</summary>
    public string ConfigFolder => File.Exists(System.IO.Path.Combine(Weights, HfConfig.FileName)) ? Weights : Base;

    /// <summary>The folder with the tokenizer's files.</summary>
    public string TokenizerFolder => File.Exists(System.IO.Path.Combine(Weights, TokenizerConfig)) ? Weights : Base;

    /// <summary>Whether the model is a decoder that writes.</summary>
    public bool IsLanguageModel => Adapter?.TaskType switch
    {
        AdapterContext.CausalLM => true,
        null or "" => Run?.Task.IsLanguageModel ?? NamesLanguageModel(),
        _ => false,
    };

    /// <summary>Looks at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="baseModel">The base model's folder, where the adapter's own note of it no longer holds.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="RecipeException">It is none of these, or its base model is not there.</exception>
    public static TrainedFolder Find(string path, string? baseModel, IRunConsole console)
    {
        var run = RunFolder.Around(path);
        var config = run is null ? null : ReadRun(run, console);
        var folder = RunFolder.IsRun(path) ? RunFolder.At(path).Result : path;
        if (AdapterFolder.Exists(folder))
        {
            var adapter = AdapterFolder.Open(folder);
            var basePath = baseModel ?? BaseModelPath.Find(adapter.BaseModel, folder)
                ?? throw RecipeException.BaseModelMissing(folder, adapter.BaseModel);
            return new TrainedFolder { Path = path, Weights = folder, Base = basePath, Adapter = adapter, Run = config };
        }
        if (folder != path && !Directory.Exists(folder))
        {
            throw RecipeException.RunNotFinished(path, run!.LatestCheckpoint);
        }
        return File.Exists(System.IO.Path.Combine(folder, HfConfig.FileName))
            ? new TrainedFolder { Path = path, Weights = folder, Base = folder, Run = config }
            : throw RecipeException.UnknownFolder(path);
    }

    private bool NamesLanguageModel()
    {
        var config = HfConfig.Open(ConfigFolder);
        var entry = Models.ModelRegistry.Find(config);
        return entry.CausalLMName is { } name && config.Architectures.Contains(name);
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
