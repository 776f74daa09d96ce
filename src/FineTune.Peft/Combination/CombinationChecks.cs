using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Whether adapters can be combined at all.</summary>
internal static class CombinationChecks
{
    /// <summary>What keeps the adapters' methods from being combined, each with what to change.</summary>
    public static IEnumerable<string> Methods(IReadOnlyList<AdapterFolder> folders, CombinationType type)
    {
        var methods = folders.Select(folder => folder.Config.PeftType).Distinct().ToList();
        if (methods is ["IA3"])
        {
            return type == CombinationType.Linear
                ? []
                : [$"(IA)³ learns vectors, which are summed and no more: use linear in place of {type.Name}"];
        }
        var bound = folders.Where(folder => folder.BoundToBase is not null).ToList();
        if (bound.Count > 0)
        {
            return bound.Select(folder => $"{folder.Path}: {folder.BoundToBase}: make it plain LoRA first with finetune "
                + "adapter convert --to-lora");
        }
        var tokens = folders.Where(folder => folder.Config is LoraConfig { TrainableTokenIndices: not null }).ToList();
        if (tokens.Count > 0)
        {
            return tokens.Select(folder => $"{folder.Path} trains vectors of tokens, which cannot be combined: merge it into the "
                + "base model first");
        }
        return type.OfUpdates
            ? []
            : folders.Where(folder => folder.Config is not LoraConfig).Select(folder =>
                $"{type.Name} takes LoRA's A and B by themselves, which {folder.Path} ({folder.Config.PeftType}) does not "
                + "have: use cat or svd, which take whole updates");
    }

    /// <summary>What is wrong with the layers' ranks, each with what to change.</summary>
    /// <param name="layers">The updates of each layer.</param>
    /// <param name="settings">How they are to be combined.</param>
    public static IReadOnlyList<string> Ranks(IReadOnlyList<LayerUpdate[]> layers, Combination settings)
    {
        if (!settings.Type.OfUpdates)
        {
            var unequal = layers.Where(layer => layer.Any(update => update.Rank != layer[0].Rank))
                .ToDictionary(layer => layer[0].Path, layer => string.Join(", ", layer.Select(update => update.Rank)));
            var lines = PathGroups.Of(unequal.Keys).Select(group => $"\n    {group.Title}: {unequal[group.Paths[0]]}");
            return unequal.Count == 0
                ? []
                : [$"{settings.Type.Name} needs adapters of one rank, but these differ:{string.Concat(lines)}"
                    + "\n  use svd, which brings them to one rank, or cat, which adds the ranks up"];
        }
        var small = layers.Select(layer => layer[0]).Where(update => settings.Rank > update.RankLimit).ToList();
        return small.Count == 0
            ? []
            : [$"the rank is {settings.Rank}, but {small[0].Path} is only {small[0].RankLimit} wide on its narrow side: use "
                + $"{small.Min(update => update.RankLimit)} or less"];
    }

    /// <summary>Refuses adapters whose layers cannot be those of one model.</summary>
    public static void SameBase(AdapterTensors[] adapters)
    {
        var shapes = adapters
            .SelectMany(adapter => ShapesOf(adapter).Select(shape => (shape.Path, shape.Shape, adapter.Folder)))
            .GroupBy(shape => shape.Path)
            .ToList();
        var contradictions = shapes
            .Where(group => group.Select(shape => shape.Shape).Distinct().Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(s => $"{s.Shape} in {s.Folder.Path}"))}")
            .ToList();
        var strangers = shapes.All(group => group.Count() == 1)
            && (BaseNames(adapters).Count > 1 || shapes.Select(group => group.Key.Split('.')[0]).Distinct().Count() > 1);
        if (contradictions.Count > 0 || strangers)
        {
            throw PeftException.DifferentBases(
                [.. adapters.Select(adapter => $"{adapter.Folder.Path}: {adapter.Folder.BaseModel}")],
                contradictions.Count > 0
                    ? contradictions
                    : [.. adapters.SelectMany(adapter => PathGroups.Of(adapter.Layers.Select(layer => layer.Path))
                        .Select(group => $"{adapter.Folder.Path} has {group.Title}"))]);
        }
    }

    /// <summary>The tensors that belong to no adapted layer: those that all agree on, or that only one adapter has, or those
    /// of the adapter that is to provide them.</summary>
    public static IReadOnlyDictionary<string, Tensor> WholeModules(AdapterTensors[] adapters, AdapterFolder? modulesOf)
    {
        var provided = adapters.FirstOrDefault(adapter => adapter.Folder == modulesOf)?.Others;
        var chosen = adapters.SelectMany(adapter => adapter.Others)
            .GroupBy(t => t.Key, t => t.Value)
            .ToDictionary(
                group => group.Key,
                group => group.All(value => Same(value, group.First())) ? group.First() : provided?.GetValueOrDefault(group.Key),
                StringComparer.Ordinal);
        var contested = chosen.Where(t => t.Value is null).Select(t => t.Key).ToList();
        return contested.Count == 0
            ? chosen.ToDictionary(t => t.Key, t => t.Value!, StringComparer.Ordinal)
            : throw PeftException.ContestedModules(contested);
    }

    /// <summary>What the user should know.</summary>
    public static IReadOnlyList<string> Notices(AdapterTensors[] adapters) => BaseNames(adapters) is { Count: > 1 } names
        ? [$"the adapters name different base models, {string.Join(", ", names)}; their layers agree, and the result names the first"]
        : [];

    private static IReadOnlyList<string> BaseNames(AdapterTensors[] adapters) =>
        [.. adapters.Select(adapter => adapter.Folder.BaseModel).Distinct()];

    private static bool Same(Tensor a, Tensor b) => a.shape.SequenceEqual(b.shape) && a.eq(b).all().item<bool>();

    // Of an update the shape that it adds to; of (IA)³'s vectors their own.
    private static IEnumerable<(string Path, string Shape)> ShapesOf(AdapterTensors adapter) => adapter.Folder.BoundToBase is null
        ? adapter.Updates().Select(update => (update.Path, $"[{update.B.shape[0]}, {update.A.shape[1]}]"))
        : adapter.Layers.Select(layer => (layer.Path, $"[{string.Join(", ", layer[Ia3Linear.Key].shape)}]"));
}
