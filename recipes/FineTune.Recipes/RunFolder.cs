using FineTune.Formats;

namespace FineTune.Recipes;

/// <summary>The layout of a run's output.</summary>
public sealed class RunFolder
{
    private const string ConfigName = "config.yaml";

    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The resolved config.</summary>
    public string Config => In(ConfigName);

    /// <summary>The adapter in PEFT's layout.</summary>
    public string Adapter => In("adapter");

    /// <summary>The merged model in transformers' layout.</summary>
    public string Merged => In("merged");

    /// <summary>Checkpoints to go on from.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>One line per logged step and evaluation.</summary>
    public string Metrics => In("metrics.jsonl");

    /// <summary>The test data's predictions.</summary>
    public string Predictions => In("predictions.jsonl");

    /// <summary>Whether a folder is a run.</summary>
    public static bool IsRun(string path) => File.Exists(System.IO.Path.Combine(path, ConfigName));

    /// <summary>The run that a path is, or that it lies in; null if there is none.</summary>
    public static RunFolder? Above(string path)
    {
        for (var folder = System.IO.Path.GetFullPath(path); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (IsRun(folder))
            {
                return At(folder);
            }
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
        var folder = new RunFolder(path);
        var filled = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any();
        if (start == RunStart.Resume)
        {
            return Directory.Exists(folder.Checkpoints) ? folder : throw RecipeException.NothingToResume(path);
        }
        if (filled && !IsRun(path))
        {
            throw RecipeException.NotARunFolder(path);
        }
        return !filled || start == RunStart.Overwrite ? folder : throw RecipeException.RunExists(path);
    }

    /// <summary>Makes the folder, emptied of an earlier run unless that run goes on, and writes the config.</summary>
    /// <param name="config">The resolved config as YAML.</param>
    /// <param name="start">How the run starts.</param>
    public void Open(string config, RunStart start)
    {
        if (start == RunStart.Overwrite && Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
        Directory.CreateDirectory(Path);
        AtomicFile.WriteText(Config, config);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
