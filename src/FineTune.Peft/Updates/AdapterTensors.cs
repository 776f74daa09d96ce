using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>All tensors of an adapter folder, by layer, without a model to put them on. They belong to the dispose scope in
/// which they were read.</summary>
public sealed class AdapterTensors
{
    private AdapterTensors(
        AdapterFolder folder, IReadOnlyList<TensorInfo> stored, IReadOnlyList<LayerTensors> layers,
        IReadOnlyDictionary<string, Tensor> others) =>
        (Folder, Stored, Layers, Others) = (folder, stored, layers, others);

    /// <summary>Where they lie.</summary>
    public AdapterFolder Folder { get; }

    /// <summary>What the file says of each tensor, by name.</summary>
    public IReadOnlyList<TensorInfo> Stored { get; }

    /// <summary>The tensors of adapted layers, float32, in the order of their paths.</summary>
    public IReadOnlyList<LayerTensors> Layers { get; }

    /// <summary>All others by name, float32: modules that were trained whole, biases, what layers share.</summary>
    public IReadOnlyDictionary<string, Tensor> Others { get; }

    /// <summary>All of them by full name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> All => Layers
        .SelectMany(layer => layer.Parts.Select(part =>
            KeyValuePair.Create($"{StoredTensor.KeyPrefix}{layer.Path}.{part.Key}", part.Value)))
        .Concat(Others);

    /// <summary>Those of <see cref="Others"/> that belong to a module of the model, under PEFT's names.</summary>
    public IReadOnlyDictionary<string, Tensor> Modules => Others
        .Where(t => t.Key.StartsWith(StoredTensor.KeyPrefix, StringComparison.Ordinal))
        .ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);

    /// <summary>Names of tensors with values that are infinite or no numbers.</summary>
    public IReadOnlyList<string> NotFinite =>
        [.. All.Where(t => !t.Value.isfinite().all().item<bool>()).Select(t => t.Key)];

    /// <summary>Reads a folder's tensors.</summary>
    /// <exception cref="PeftException">Layers lack tensors, or have some of shapes that cannot be; all are listed.
    /// </exception>
    /// <exception cref="CheckpointException">The file cannot be read.</exception>
    public static AdapterTensors Read(AdapterFolder folder)
    {
        using var file = SafetensorsFile.Open(Path.Combine(folder.Path, AdapterFolder.WeightsName));
        var sets = PeftRegistry.For(folder.Config).LayerKeys;
        var byPath = new Dictionary<string, Dictionary<string, Tensor>>(StringComparer.Ordinal);
        var others = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var info in file.Tensors)
        {
            if (sets.SelectMany(set => set).FirstOrDefault(key => IsOf(info.Name, key)) is { } key)
            {
                var path = info.Name[StoredTensor.KeyPrefix.Length..^(key.Length + 1)];
                if (!byPath.TryGetValue(path, out var parts))
                {
                    byPath[path] = parts = new Dictionary<string, Tensor>(StringComparer.Ordinal);
                }
                parts.Add(key, Read(file, info));
            }
            else
            {
                others.Add(info.Name, Read(file, info));
            }
        }
        var layers = byPath.OrderBy(layer => PathGroups.SortKey(layer.Key), StringComparer.Ordinal)
            .Select(layer => new LayerTensors(layer.Key, layer.Value)).ToList();
        var tensors = new AdapterTensors(
            folder, [.. file.Tensors.OrderBy(t => t.Name, StringComparer.Ordinal)], layers, others);
        var problems = layers.SelectMany(layer => tensors.Problems(layer, sets)).ToList();
        return problems.Count == 0 ? tensors : throw PeftException.IncompleteLayers(folder.Path, problems);
    }

    /// <summary>Writes a folder's adapter again with numbers of another type; all else of its settings stays.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="output">The folder to write to.</param>
    /// <param name="dtype">The type.</param>
    /// <exception cref="PeftException">Numbers are too large for it.</exception>
    public static void Retype(AdapterFolder folder, string output, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var read = Read(folder);
        Directory.CreateDirectory(output);
        TensorFile.Write(Path.Combine(output, AdapterFolder.WeightsName), read.All, dtype);
        foreach (var file in new[] { AdapterConfigFile.FileName, AdapterFolder.EncoderName })
        {
            var source = Path.Combine(folder.Path, file);
            if (File.Exists(source))
            {
                File.Copy(source, Path.Combine(output, file));
            }
        }
    }

    /// <summary>Refuses tensors that nothing can be computed with.</summary>
    /// <exception cref="PeftException">Some have values that are infinite or no numbers.</exception>
    public void RequireFinite()
    {
        if (NotFinite is { Count: > 0 } broken)
        {
            throw PeftException.Broken(Folder.Path, broken);
        }
    }

    /// <summary>What the adapter adds to each weight.</summary>
    /// <exception cref="PeftException">That depends on the base model too, as <see cref="AdapterFolder.BoundToBase"/> tells.
    /// </exception>
    public IReadOnlyList<LayerUpdate> Updates() => Folder.BoundToBase is { } why
        ? throw PeftException.NeedsBase(Folder.Path, why)
        : [.. Layers.Select(layer => PeftRegistry.For(Folder.Config).UpdateOf!(Folder.Config, layer))];

    private static bool IsOf(string name, string key) =>
        name.StartsWith(StoredTensor.KeyPrefix, StringComparison.Ordinal)
        && name.EndsWith($".{key}", StringComparison.Ordinal);

    private static Tensor Read(SafetensorsFile file, TensorInfo info)
    {
        var value = empty(info.Shape, float32);
        TensorBytes.Fill(
            value, TensorBytes.TypeOf(info.DType.ToString()), (start, into) => file.Read(info, start, into));
        return value;
    }

    private IEnumerable<string> Problems(LayerTensors layer, IReadOnlyList<IReadOnlyList<string>> sets)
    {
        if (!sets.Any(set => set.Count == layer.Parts.Count && set.All(layer.Has)))
        {
            var nearest = sets.OrderByDescending(set => set.Count(layer.Has)).First();
            yield return $"{layer.Path} has {string.Join(", ", layer.Parts.Keys)} and lacks "
                + string.Join(", ", nearest.Where(key => !layer.Has(key)));
        }
        else if (Folder.Config.ShapeProblem(layer) is { } problem)
        {
            yield return $"{layer.Path}: {problem}";
        }
    }
}
