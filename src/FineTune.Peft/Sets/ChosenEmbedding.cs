using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A table of vectors that several adapters may have wrapped, of which one is in use.</summary>
/// <param name="inner">The table as the checkpoint has it.</param>
/// <param name="tables">What each adapter made of it.</param>
/// <param name="active">Which is in use.</param>
internal sealed class ChosenEmbedding(Embedding inner, IReadOnlyList<IEmbedding> tables, ActiveAdapter active) : IEmbedding
{
    public string Path => inner.Path;

    public Parameter Weight => inner.Weight;

    public Tensor Forward(Tensor ids) => (active.Index is { } index ? tables[index] : inner).Forward(ids);
}
