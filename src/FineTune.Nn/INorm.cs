using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A normalisation of each token's vector.</summary>
public interface INorm
{
    /// <summary>Normalises each vector along the last dimension.</summary>
    /// <param name="input"><c>[tokens, hidden]</c>, or <c>[tokens, heads, head_dim]</c> for a norm of heads.</param>
    /// <returns>Of the input's shape and type.</returns>
    Tensor Forward(Tensor input);
}
