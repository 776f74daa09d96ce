using FineTune.Hub;
using FineTune.Peft;

namespace FineTune.Recipes;

/// <summary>How an adapter names its base model: relative to the working directory where it lies below it, so that a
/// project can be moved as a whole, absolute elsewhere, and by its name where it is the hub's.</summary>
internal static class BaseModelPath
{
    /// <summary>The path or name to write into <c>base_model_name_or_path</c>.</summary>
    public static string ToWrite(string pathOrName)
    {
        if (HubName(pathOrName) is { } repo)
        {
            return repo.Name;
        }
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), pathOrName);
        return relative.StartsWith("..", StringComparison.Ordinal)
            ? Path.GetFullPath(pathOrName)
            : relative.Replace('\\', '/');
    }

    /// <summary>The revision to write beside it; null for a folder, and for the hub's default.</summary>
    public static string? RevisionToWrite(string pathOrName) =>
        HubName(pathOrName) is { Revision: not HubRepo.DefaultRevision and var revision } ? revision : null;

    /// <summary>Finds what an adapter names: in the working directory, in a folder above the adapter, or on the hub.
    /// </summary>
    /// <exception cref="RecipeException">It is nowhere.</exception>
    public static string Find(AdapterFolder adapter, IRunConsole console)
    {
        if (FindFolder(adapter.BaseModel, adapter.Path) is { } folder)
        {
            return folder;
        }
        if (HubName(adapter.BaseModel) is not { } repo)
        {
            throw RecipeException.BaseModelMissing(adapter.Path, adapter.BaseModel, hub: null);
        }
        try
        {
            return HubModel.Folder($"{repo with { Revision = adapter.BaseModelRevision ?? repo.Revision }}", console);
        }
        catch (HubException missing)
        {
            throw RecipeException.BaseModelMissing(adapter.Path, adapter.BaseModel, missing.Problem);
        }
    }

    private static string? FindFolder(string written, string adapterFolder)
    {
        if (written.Length == 0)
        {
            return null;
        }
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(adapterFolder));
            folder is not null;
            folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, written);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return Directory.Exists(written) ? Path.GetFullPath(written) : null;
    }

    private static HubRepo? HubName(string pathOrName) =>
        !Directory.Exists(pathOrName) && HubRepo.TryParse(pathOrName, HubKind.Model, out var repo) ? repo : null;
}
