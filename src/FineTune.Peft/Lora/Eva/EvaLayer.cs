using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer whose inputs EVA looks at.</summary>
internal sealed class EvaLayer(Linear inner, int rank, EvaSample sample) : ILinear
{
    public string Path => inner.Path;

    public long InFeatures => inner.InFeatures;

    public long OutFeatures => inner.OutFeatures;

    /// <summary>The rank that the config gives it.</summary>
    public int Rank => rank;

    public Tensor Forward(Tensor input)
    {
        sample.See(this, input);
        return inner.Forward(input);
    }
}
