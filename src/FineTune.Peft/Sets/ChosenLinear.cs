using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer that several adapters may have wrapped, of which one is in use.</summary>
/// <param name="inner">The layer as the checkpoint has it.</param>
/// <param name="layers">What each adapter made of it.</param>
/// <param name="active">Which is in use.</param>
internal sealed class ChosenLinear(Linear inner, IReadOnlyList<ILinear> layers, ActiveAdapter active) : ILinear
{
    public string Path => inner.Path;

    public long InFeatures => inner.InFeatures;

    public long OutFeatures => inner.OutFeatures;

    public Tensor Forward(Tensor input) => (active.Index is { } index ? layers[index] : inner).Forward(input);
}
