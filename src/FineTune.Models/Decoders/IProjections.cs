using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>Makes queries, keys and values of token vectors.</summary>
internal interface IProjections
{
    /// <param name="input"><c>[tokens, hidden]</c>.</param>
    /// <param name="pass">Says for which tokens queries are wanted.</param>
    /// <returns>Each <c>[tokens, heads, head_dim]</c>, keys and values with their own number of heads.</returns>
    (Tensor Query, Tensor Key, Tensor Value) Forward(Tensor input, DecoderPass pass);
}
