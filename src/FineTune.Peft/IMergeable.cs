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

    /// <summary>Whether the rows of a tensor can be merged without the others.</summary>
    /// <param name="name">One of <see cref="BaseNames"/>.</param>
    bool MergesRows(string name) => false;

    /// <summary>Rows that have the adapter's effect folded in, where <see cref="MergesRows"/>.</summary>
    /// <param name="name">One of <see cref="BaseNames"/>.</param>
    /// <param name="rows">The base tensor's, in float32; not changed.</param>
    /// <param name="first">The first of them.</param>
    /// <returns>float32, of the same shape.</returns>
    Tensor MergeRows(string name, Tensor rows, long first) =>
        throw new NotSupportedException($"{name} is merged as a whole");
}
