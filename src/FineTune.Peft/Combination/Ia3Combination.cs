using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>The weighted sum of (IA)³'s vectors (PEFT's <c>IA3Model.add_weighted_adapter</c>). A layer that an adapter leaves
/// alone counts as scaled by one.</summary>
internal static class Ia3Combination
{
    /// <summary>Writes the sum.</summary>
    public static CombinedAdapter Write(
        string output, AdapterTensors[] adapters, IReadOnlyList<double> weights, IReadOnlyDictionary<string, Tensor> others)
    {
        var paths = adapters.SelectMany(adapter => adapter.Layers.Select(layer => layer.Path)).Distinct()
            .OrderBy(PathGroups.SortKey, StringComparer.Ordinal).ToList();
        var sums = paths.ToDictionary(path => path, path => Sum(adapters, weights, path), StringComparer.Ordinal);
        var tensors = sums.Select(sum => KeyValuePair.Create($"{StoredTensor.KeyPrefix}{sum.Key}.{Ia3Linear.Key}", sum.Value))
            .Concat(others);
        Ia3Config[] configs = [.. adapters.Select(adapter => (Ia3Config)adapter.Folder.Config)];
        var named = InheritedSettings.AreLists(configs) && configs.All(c => c.FeedforwardModules?.Names is not null);
        // A vector that scales inputs is a row.
        var config = configs[0] with
        {
            TargetModules = named ? InheritedSettings.Joined(configs) : TargetModules.List(paths),
            ExcludeModules = null,
            FeedforwardModules = TargetModules.List(named
                ? [.. configs.SelectMany(c => c.FeedforwardModules!.Names!).Distinct()]
                : [.. paths.Where(path => sums[path].shape[0] == 1)]),
        };
        var source = adapters[0].Folder;
        var json = AdapterConfigFile.Common(
            config.PeftType, source.TaskType, source.BaseModel, source.BaseModelRevision,
            InheritedSettings.ModulesToSave(configs));
        Ia3Json.Write(config, config.TargetModules, source.Settings.GetBool(TargetedJson.FanInFanOut, false), json);
        Directory.CreateDirectory(output);
        TensorFile.Write(
            Path.Combine(output, AdapterFolder.WeightsName), new Dictionary<string, Tensor>(tensors, StringComparer.Ordinal));
        HfJson.Write(Path.Combine(output, AdapterConfigFile.FileName), json);
        return new CombinedAdapter(paths.Count, Rank: 0, Kept: 1) { Notices = CombinationChecks.Notices(adapters) };
    }

    private static Tensor Sum(AdapterTensors[] adapters, IReadOnlyList<double> weights, string path)
    {
        var vectors = adapters.Select(adapter => adapter.Layers.FirstOrDefault(layer => layer.Path == path)?[Ia3Linear.Key]).ToList();
        var ones = ones_like(vectors.First(vector => vector is not null)!);
        return stack([.. vectors.Zip(weights, (vector, weight) => (vector ?? ones) * weight)]).sum(0L);
    }
}
