using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>An adapted layer whose effect can be folded into tensors of the base model.</summary>
public interface IMergeable
{
    /// <summary>Full names of the base tensors that the adapter changes.</summary>
    IReadOnlyList<string> BaseNames { get; }

    /// <summary>The tensor that has the adapter's effect folded in.</summary>
    /// <param name="name">One of <see cref="BaseNames"/>.</param>
    /// <param name="value">The base tensor in float32; not changed.</param>
    /// <returns>float32, of the same shape.</returns>
    Tensor Merge(string name, Tensor value);
}
