using FineTune.Formats;
using FineTune.Peft;

namespace FineTune.Recipes;

/// <summary>Adapter folders as verbs are given them: the folder itself, or the run that left it.</summary>
internal static class AdapterPath
{
    private static readonly string[] Copied = ["*.json", "*.jinja", "*.txt", "*.model", "*.tiktoken"];
    private static readonly string[] Own = [AdapterConfigFile.FileName, "trainer_state.json"];

    /// <summary>Opens one.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="console">Hears what is to be known of its settings; null for nobody.</param>
    /// <exception cref="PeftException">It is no adapter folder.</exception>
    public static AdapterFolder Open(string path, IRunConsole? console = null)
    {
        var folder = AdapterFolder.Open(RunFolder.IsRun(path) ? RunFolder.At(path).Adapter : path);
        foreach (var notice in folder.Notices)
        {
            console?.Notice(notice);
        }
        return folder;
    }

    /// <summary>The adapter that a run goes on from; null where it starts a fresh one.</summary>
    /// <param name="config">The run's config.</param>
    /// <param name="baseModel">The folder of the base model.</param>
    /// <exception cref="PeftException">It is no adapter folder, or the base model has it merged in.</exception>
    public static AdapterFolder? ToGoOnFrom(RunConfig config, string baseModel)
    {
        if (config.Model.AdapterNameOrPath is not { } path)
        {
            return null;
        }
        var start = Open(path);
        MergeTrace.RefuseTwice(start, baseModel);
        return start;
    }

    /// <summary>The settings of an adapter; null where there is none that can be read.</summary>
    public static PeftConfig? Settings(string path)
    {
        try
        {
            return Open(path).Config;
        }
        catch (Exception e) when (e is PeftException or CheckpointException)
        {
            return null;
        }
    }

    /// <summary>Writes a folder that is there whole or not at all, with the tokenizer, labels and template of the adapter
    /// that it is made of.</summary>
    /// <param name="output">The folder.</param>
    /// <param name="source">The adapter that it is made of.</param>
    /// <param name="write">Writes the adapter into the folder it is given.</param>
    /// <exception cref="RecipeException">The folder is taken.</exception>
    public static void Write(string output, AdapterFolder source, Action<string> write)
    {
        OutputFolder.RequireFree(output);
        AtomicFolder.Write(output, folder =>
        {
            write(folder);
            CopyCompanions(source.Path, folder);
        });
    }

    private static void CopyCompanions(string from, string to)
    {
        var files = Copied.SelectMany(pattern => Directory.EnumerateFiles(from, pattern, SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(from, file))
            .Where(name => !Own.Contains(name));
        foreach (var name in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
            File.Copy(Path.Combine(from, name), Path.Combine(to, name));
        }
    }
}
