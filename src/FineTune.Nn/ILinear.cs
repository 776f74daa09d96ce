using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>An affine map on packed tokens; plain, or wrapped by an adapter.</summary>
public interface ILinear
{
    /// <summary>Full path of the module, as in the checkpoint.</summary>
    string Path { get; }

    /// <summary>Size of the last dimension of the input.</summary>
    long InFeatures { get; }

    /// <summary>Size of the last dimension of the output.</summary>
    long OutFeatures { get; }

    /// <summary>y = x Wᵀ + b.</summary>
    /// <param name="input"><c>[tokens, in]</c>.</param>
    /// <returns><c>[tokens, out]</c>, of the input's type.</returns>
    Tensor Forward(Tensor input);
}
