using FineTune.Formats;

namespace FineTune.Recipes;

/// <summary>The layout of a run's output.</summary>
public sealed class RunFolder
{
    /// <summary>TensorBoard's files, as a search pattern.</summary>
    internal const string EventFiles = "events.out.tfevents.*";

    private const string ConfigName = "config.yaml";
    private const string MetricsName = "metrics.jsonl";

    // RUN/checkpoints/step-000200.
    private const int DeepestPart = 2;

    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The resolved config.</summary>
    public string Config => In(ConfigName);

    /// <summary>The adapter in PEFT's layout.</summary>
    public string Adapter => In("adapter");

    /// <summary>The trained model in transformers' layout, where there is no adapter.</summary>
    public string Model => In("model");

    /// <summary>What the run leaves: the model if it is there, else the adapter.</summary>
    public string Result => Directory.Exists(Model) ? Model : Adapter;

    /// <summary>The merged model in transformers' layout.</summary>
    public string Merged => In("merged");

    /// <summary>Checkpoints to go on from.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>One line per logged step and evaluation.</summary>
    public string Metrics => In(MetricsName);

    /// <summary>The test data's predictions.</summary>
    public string Predictions => In("predictions.jsonl");

    /// <summary>The checkpoint of the highest step; null if there is none.</summary>
    public string? LatestCheckpoint => Directory.Exists(Checkpoints)
        ? Directory.GetDirectories(Checkpoints, "step-*").Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    /// <summary>Whether a folder is a run. A <c>config.yaml</c> alone is what many other programs have.</summary>
    public static bool IsRun(string path) =>
        File.Exists(System.IO.Path.Combine(path, ConfigName)) && File.Exists(System.IO.Path.Combine(path, MetricsName));

    /// <summary>The run that a path is, or whose adapter, merged model or checkpoint it is; null if it is none.</summary>
    public static RunFolder? Around(string path)
    {
        var folder = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        for (var depth = 0; depth <= DeepestPart && folder is not null; depth++)
        {
            if (IsRun(folder))
            {
                return At(folder);
            }
            folder = System.IO.Path.GetDirectoryName(folder);
        }
        return null;
    }

    /// <summary>A run that is there.</summary>
    public static RunFolder At(string path) => new(path);

    /// <summary>Checks that a run may be written to a folder; writes nothing yet.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="start">What to do if it holds a run.</param>
    /// <exception cref="RecipeException">It may not.</exception>
    public static RunFolder Claim(string path, RunStart start)
    {
        if (File.Exists(path))
        {
            throw RecipeException.OutputIsFile(path);
        }
        var folder = new RunFolder(path);
        var filled = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any();
        if (start == RunStart.Resume)
        {
            return Directory.Exists(folder.Checkpoints) ? folder :
                throw RecipeException.NothingToResume(path, IsRun(path));
        }
        if (filled && !IsRun(path))
        {
            throw RecipeException.NotARunFolder(path);
        }
        return !filled || start == RunStart.Overwrite ? folder : throw RecipeException.RunExists(path);
    }

    /// <summary>Makes the folder and writes the config. Of an earlier run, everything goes if it is replaced, and the
    /// results if it goes on, since they would no longer be its own; files that no run made stay.</summary>
    /// <param name="config">The resolved config as YAML.</param>
    /// <param name="start">How the run starts.</param>
    public void Open(string config, RunStart start)
    {
        Directory.CreateDirectory(Path);
        Remove(Adapter, Model, Merged, Predictions);
        if (start != RunStart.Resume)
        {
            Remove([Checkpoints, Metrics, .. Directory.GetFiles(Path, EventFiles)]);
        }
        AtomicFile.WriteText(Config, config);
    }

    private static void Remove(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
