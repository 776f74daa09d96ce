using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Changes what a sub-layer gives, before the residual is added.</summary>
public interface ISublayerAdapter
{
    /// <summary>Computes what takes the place of a sub-layer's output.</summary>
    /// <param name="output">What the sub-layer gives, <c>[tokens, hidden]</c>.</param>
    /// <param name="residual">What will be added to it, <c>[tokens, hidden]</c>.</param>
    /// <param name="norm">The norm of their sum, where the architecture has one there; null for none.</param>
    /// <returns><c>[tokens, hidden]</c>.</returns>
    Tensor Forward(Tensor output, Tensor residual, INorm? norm);
}
