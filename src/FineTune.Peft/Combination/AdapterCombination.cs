using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Several adapters on one base model, made into one. Works on their folders; the base model is not needed.</summary>
public static class AdapterCombination
{
    /// <summary>Combines LoRA adapters, and others whose effect is known without the base model, into plain LoRA; or (IA)³
    /// adapters into one.</summary>
    /// <param name="output">The folder to write.</param>
    /// <param name="folders">The adapters.</param>
    /// <param name="settings">How.</param>
    /// <param name="modulesOf">The adapter whose whole modules, such as a classifier's head, are taken over where several
    /// have them; null where there is no such choice.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="PeftException">The settings contradict each other, or the adapters cannot be combined so; every
    /// problem is listed.</exception>
    /// <exception cref="CheckpointException">A folder's tensors cannot be read.</exception>
    public static CombinedAdapter Write(
        string output, IReadOnlyList<AdapterFolder> folders, Combination settings, AdapterFolder? modulesOf = null)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var problems = settings.Contradictions(folders.Count)
            .Concat(CombinationChecks.Methods(folders, settings.Type))
            .ToList();
        if (problems.Count > 0)
        {
            throw PeftException.CannotCombine(problems);
        }
        AdapterTensors[] adapters = [.. folders.Select(AdapterTensors.Read)];
        foreach (var adapter in adapters)
        {
            adapter.RequireFinite();
        }
        CombinationChecks.SameBase(adapters);
        var others = CombinationChecks.WholeModules(adapters, modulesOf);
        return folders[0].Config is Ia3Config
            ? Ia3Combination.Write(output, adapters, settings.Weights, others)
            : Combined(output, adapters, settings, others);
    }

    private static CombinedAdapter Combined(
        string output, AdapterTensors[] adapters, Combination settings, IReadOnlyDictionary<string, Tensor> others)
    {
        var updates = adapters
            .SelectMany((adapter, index) => adapter.Updates().Select(update => (Update: update, Weight: settings.Weights[index])))
            .GroupBy(u => u.Update.Path)
            .OrderBy(layer => PathGroups.SortKey(layer.Key), StringComparer.Ordinal)
            .ToList();
        var problems = CombinationChecks.Ranks(
            [.. updates.Select(layer => layer.Select(u => u.Update).ToArray())], settings);
        if (problems.Count > 0)
        {
            throw PeftException.CannotCombine(problems);
        }
        using var random = new Generator((ulong)settings.Seed);
        var rank = settings.Rank ?? updates.Max(layer => layer.Max(u => u.Update.Rank));
        var combination = new LayerCombination(settings, rank, random);
        var layers = new List<LayerUpdate>();
        foreach (var layer in updates)
        {
            using var inner = NewDisposeScope();
            var update = combination.Combined([.. layer.Select(u => u.Update)], [.. layer.Select(u => u.Weight)]);
            update.A.MoveToOuterDisposeScope();
            update.B.MoveToOuterDisposeScope();
            layers.Add(update);
        }
        LoraFolder.Of(adapters, layers, others).Write(output);
        return new CombinedAdapter(layers.Count, layers.Max(layer => layer.Rank), layers.Min(layer => layer.Kept))
        {
            Notices = CombinationChecks.Notices(adapters),
        };
    }
}
