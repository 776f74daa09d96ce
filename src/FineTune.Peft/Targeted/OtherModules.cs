using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>What of a model is no linear layer, for telling what a wrong target is.</summary>
internal sealed class OtherModules
{
    // Every module with parameters of its own, and whether it is a normalisation layer.
    private readonly Dictionary<string, bool> _modules = new(StringComparer.Ordinal);

    /// <summary>Notes the module that has a parameter.</summary>
    /// <param name="parameter">The parameter's path.</param>
    /// <param name="inNorm">Whether it belongs to a normalisation layer.</param>
    public void Note(string parameter, bool inNorm) => _modules[ModuleOf(parameter)] = inNorm;

    /// <summary>What the targets name instead of linear layers, a line for each kind; nothing where they name nothing at
    /// all.</summary>
    /// <param name="targets">Targets that match no linear layer.</param>
    /// <param name="linears">Paths of the linear layers.</param>
    public IReadOnlyList<string> Named(TargetModules targets, IReadOnlyList<string> linears)
    {
        var others = _modules.Where(module => !linears.Contains(module.Key) && targets.Matches(module.Key)).ToLookup(
            module => module.Value, module => module.Key);
        var blocks = linears.SelectMany(Ancestors).Distinct().Where(targets.Matches);
        return
        [
            .. Line(others[true], "normalisation layers, which peft_type LN_TUNING trains"),
            .. Line(others[false], "tables of vectors, which of all methods only LORA adapts"),
            .. Line(blocks, "blocks that hold linear layers"),
        ];
    }

    private static IEnumerable<string> Line(IEnumerable<string> paths, string what) =>
        paths.Any() ? [$"{string.Join(", ", PathGroups.Summarize(paths))}: {what}"] : [];

    private static IEnumerable<string> Ancestors(string path)
    {
        for (var module = ModuleOf(path); module.Length > 0; module = ModuleOf(module))
        {
            yield return module;
        }
    }

    private static string ModuleOf(string path) => path[..Math.Max(0, path.LastIndexOf('.'))];
}
