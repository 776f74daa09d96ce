using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>The part of a layer that works on each token alone.</summary>
public interface IFeedForward
{
    /// <summary>Computes it.</summary>
    /// <param name="input"><c>[tokens, hidden]</c>.</param>
    /// <returns><c>[tokens, hidden]</c>.</returns>
    Tensor Forward(Tensor input);
}
