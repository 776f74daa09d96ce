using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>The tensors of an adapter's file that belong to one layer.</summary>
/// <param name="Path">Full path of the layer.</param>
/// <param name="Parts">The tensors by what follows the path in their names.</param>
public sealed record LayerTensors(string Path, IReadOnlyDictionary<string, Tensor> Parts)
{
    /// <summary>The tensor of a name.</summary>
    public Tensor this[string name] => Parts[name];

    /// <summary>Whether there is a tensor of a name.</summary>
    public bool Has(string name) => Parts.ContainsKey(name);
}
