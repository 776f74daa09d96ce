using FineTune.Formats;
using FineTune.Peft;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary><c>finetune adapter inspect</c>: what an adapter folder holds.</summary>
public static class InspectRun
{
    /// <summary>Looks at a folder. The base model is not needed.</summary>
    /// <param name="path">The folder, or the run that left it.</param>
    /// <exception cref="PeftException">It is no adapter folder, or its tensors are no whole adapter.</exception>
    /// <exception cref="CheckpointException">A file cannot be read.</exception>
    public static InspectResult Inspect(string path)
    {
        using var engine = Engine.WarmUp();
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var folder = AdapterPath.Open(path);
        var tensors = AdapterTensors.Read(folder);
        var broken = tensors.NotFinite;
        return new InspectResult
        {
            Path = folder.Path,
            Method = folder.Config.PeftType,
            BaseModel = folder.BaseModel,
            TaskType = folder.TaskType,
            Settings = folder.OwnSettings,
            Parameters = tensors.Stored.Sum(t => t.ElementCount),
            Bytes = tensors.Stored.Sum(t => t.ByteLength),
            Dtypes = [.. tensors.Stored.Select(t => t.DType.TorchName()).Distinct()],
            Layers = Layers(tensors, broken.Count > 0),
            Others = [.. tensors.Others.Select(t => new TensorFacts(t.Key, t.Value.shape, Finite(t.Value.norm().ToDouble())))],
            NotFinite = broken,
            Notices = folder.BoundToBase is { } why && tensors.Layers.Count > 0
                ? [.. folder.Notices, $"{why}: the norms are those of its tensors, not of what it does to the weights"]
                : folder.Notices,
        };
    }

    private static LayerFacts[] Layers(AdapterTensors tensors, bool broken)
    {
        if (tensors.Folder.BoundToBase is not null)
        {
            return [.. tensors.Layers.Select(layer => new LayerFacts(
                layer.Path, Shape: null, Rank: null, Scaling: null,
                Finite(Math.Sqrt(layer.Parts.Values.Sum(part => part.square().sum().ToDouble()))), EffectiveRank: null))];
        }
        return [.. tensors.Updates().Select(update =>
        {
            var norm = update.Norm();
            return new LayerFacts(
                update.Path, [update.B.shape[0], update.A.shape[1]], update.Rank, update.Scaling, Finite(norm),
                broken || IsLarge(update) ? null : update.EffectiveRank());
        })];
    }

    // Without narrow factors it takes the decomposition of a whole matrix.
    private static bool IsLarge(LayerUpdate update) => update.Rank >= update.RankLimit && update.RankLimit > 1024;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
