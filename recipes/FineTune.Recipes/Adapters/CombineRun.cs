using FineTune.Peft;

namespace FineTune.Recipes;

/// <summary><c>finetune adapter combine</c>: makes one adapter of several.</summary>
public static class CombineRun
{
    /// <summary>Combines adapters.</summary>
    /// <param name="paths">Their folders, or runs that left them.</param>
    /// <param name="settings">How; no weights at all stand for equal ones that sum to 1.</param>
    /// <param name="modulesOf">Which of the folders provides the modules that several hold whole; null for none.</param>
    /// <param name="output">The folder to make.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="PeftException">They cannot be combined so.</exception>
    /// <exception cref="RecipeException">The output folder is taken, or <paramref name="modulesOf"/> is none of
    /// them.</exception>
    public static CombineResult Combine(
        IReadOnlyList<string> paths, Combination settings, string? modulesOf, string output, IRunConsole console)
    {
        using var engine = Engine.WarmUp();
        if (modulesOf is not null && !paths.Contains(modulesOf))
        {
            throw RecipeException.NotAmong("--modules-of", modulesOf, paths);
        }
        var weighted = settings.Weights.Count > 0
            ? settings
            : settings with { Weights = [.. paths.Select(_ => 1.0 / paths.Count)] };
        AdapterFolder[] folders = [.. paths.Select(path => AdapterPath.Open(path, console))];
        var provider = modulesOf is null ? null : folders[paths.ToList().IndexOf(modulesOf)];
        CombinedAdapter? made = null;
        AdapterPath.Write(
            output, provider ?? folders[0], folder => made = AdapterCombination.Write(folder, folders, weighted, provider));
        foreach (var notice in made!.Notices)
        {
            console.Notice(notice);
        }
        return new CombineResult(output, weighted.Type.Name, paths, weighted.Weights, made.Layers, made.Rank, made.Kept);
    }
}
