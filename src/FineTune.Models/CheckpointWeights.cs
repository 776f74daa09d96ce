using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>A checkpoint's tensors under the names that models ask for. Bridges two habits of old checkpoints: headless
/// ones leave the base prefix out, and the first BERTs call scale and shift <c>gamma</c> and <c>beta</c>.</summary>
internal sealed class CheckpointWeights : IWeightSource
{
    private readonly ITensorSource _source;
    private readonly Dictionary<string, TensorInfo> _byName = new(StringComparer.Ordinal);

    /// <summary>Indexes a checkpoint.</summary>
    /// <param name="source">The tensors; stays open as long as this is used.</param>
    /// <param name="folder">For messages.</param>
    /// <param name="basePrefix">Prefix of the base model, e.g. <c>bert.</c>.</param>
    public CheckpointWeights(ITensorSource source, string folder, string basePrefix)
    {
        _source = source;
        Description = folder;
        var headless = !source.Tensors.Any(t => t.Name.StartsWith(basePrefix, StringComparison.Ordinal));
        foreach (var info in source.Tensors)
        {
            _byName[(headless ? basePrefix : "") + Modern(info.Name)] = info;
        }
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <inheritdoc/>
    public long[]? ShapeOf(string name) => _byName.GetValueOrDefault(name)?.Shape;

    /// <inheritdoc/>
    public ScalarType TypeOf(string name) => TensorBytes.TypeOf(_byName[name].DType.ToString());

    /// <inheritdoc/>
    public void Read(string name, Tensor destination, long firstRow = 0)
    {
        var info = _byName[name];
        var skipped = firstRow == 0 ? 0 : firstRow * (info.ByteLength / info.Shape[0]);
        TensorBytes.Fill(destination, TypeOf(name), (start, into) => _source.Read(info, skipped + start, into));
    }

    private static string Modern(string name) =>
        Renamed(Renamed(name, "LayerNorm.gamma", "LayerNorm.weight"), "LayerNorm.beta", "LayerNorm.bias");

    private static string Renamed(string name, string old, string modern) =>
        name.EndsWith(old, StringComparison.Ordinal) ? name[..^old.Length] + modern : name;
}
