using FineTune.Config;
using FineTune.Hub;

namespace FineTune.Recipes;

/// <summary>Base models that are named as on the Hugging Face hub: found in its cache, else fetched.</summary>
internal static class HubModel
{
    private const int ProgressSteps = 10;

    /// <summary>What a config's text that leads to no folder means: <c>org/name</c> is a name, unless a folder near it
    /// shows that a path was meant. A revision settles it: <c>org/name@main</c> is never a path.</summary>
    public static PathLookup Named(string text, PathLookup missing)
    {
        if (!HubRepo.TryParse(text, HubKind.Model, out _))
        {
            return missing;
        }
        return missing.Fix is null || text.Contains('@', StringComparison.Ordinal)
            ? new PathLookup(text)
            : missing with { Fix = $"{missing.Fix} (for the model of this name on the hub write {text}@main)" };
    }

    /// <summary>The folder of the model that a config names.</summary>
    /// <exception cref="ConfigException">It is the hub's, and cannot be had.</exception>
    public static string Folder(BindResult<RunConfig> bound, IRunConsole console)
    {
        try
        {
            return Folder(bound.Value.Model.ModelNameOrPath, console);
        }
        catch (HubException error)
        {
            throw new ConfigException([bound.Document.Issue("model.model_name_or_path", error.Problem, error.Fix)]);
        }
    }

    /// <summary>The folder of a model.</summary>
    /// <param name="pathOrName">A folder, or a name on the hub.</param>
    /// <param name="console">Hears what is fetched and where it lies.</param>
    /// <returns>The folder; what is neither a folder nor a name comes back as it is.</returns>
    /// <exception cref="HubException">The hub's model cannot be had.</exception>
    public static string Folder(string pathOrName, IRunConsole console)
    {
        if (Directory.Exists(pathOrName) || !HubRepo.TryParse(pathOrName, HubKind.Model, out var repo))
        {
            return pathOrName;
        }
        using var client = new HubClient(HubSettings.FromEnvironment());
        var progress = new Progress(repo, console);
        var snapshot = client.GetAsync(repo, HubSelection.Model, progress.Report).GetAwaiter().GetResult();
        if (snapshot.Notice is not null)
        {
            console.Notice(snapshot.Notice);
        }
        var source = snapshot.FetchedBytes > 0 ? $"fetched {Megabytes(snapshot.FetchedBytes)}" : "from the cache";
        console.Fact("hub", $"{repo.Name} at {snapshot.Commit[..8]}, {source}: {snapshot.Folder}");
        return snapshot.Folder;
    }

    private static string Megabytes(long bytes) => $"{bytes / 1e6:N1} MB";

    /// <summary>Tells every tenth of a download; bytes arrive on several threads.</summary>
    private sealed class Progress(HubRepo repo, IRunConsole console)
    {
        private readonly Lock _lock = new();
        private long _total;
        private int _told;

        public void Report(HubProgress step)
        {
            lock (_lock)
            {
                if (step.TotalBytes != _total)
                {
                    (_total, _told) = (step.TotalBytes, 0);
                    console.Notice($"fetching {repo}: {step.Files} files, {Megabytes(step.TotalBytes)}");
                }
                var reached = (int)(step.Bytes * ProgressSteps / Math.Max(1, step.TotalBytes));
                if (reached > _told)
                {
                    _told = reached;
                    console.Notice($"fetched {Megabytes(step.Bytes)} of {Megabytes(step.TotalBytes)}");
                }
            }
        }
    }
}
