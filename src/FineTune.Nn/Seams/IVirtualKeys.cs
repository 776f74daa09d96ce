using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Keys and values that an adapter puts in front of every sequence in every layer, as if tokens before it had
/// been seen already.</summary>
public interface IVirtualKeys
{
    /// <summary>How many there are; 0 while the adapter is off.</summary>
    int Count { get; }

    /// <summary>Begins a pass through the model.</summary>
    /// <returns>Gives the keys and the values of the layer of a number, each <c>[count, kv_heads, head_dim]</c>.</returns>
    Func<int, (Tensor Keys, Tensor Values)> Begin();
}
