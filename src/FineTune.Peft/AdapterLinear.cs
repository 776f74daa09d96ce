using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer that an adapter adds, begun as torch's <c>Linear</c> is.</summary>
internal sealed class AdapterLinear
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <summary>Makes its parameters.</summary>
    /// <param name="scope">Where it lies.</param>
    /// <param name="inputs">Size of the input.</param>
    /// <param name="outputs">Size of the output.</param>
    /// <param name="zero">Whether it begins with zeros.</param>
    public AdapterLinear(ModuleScope scope, long inputs, long outputs, bool zero = false)
    {
        var init = zero ? Initializer.Zeros : Initializer.Uniform(1 / Math.Sqrt(inputs));
        _weight = scope.Adapter("weight", [outputs, inputs], init);
        _bias = scope.Adapter("bias", [outputs], init);
    }

    /// <param name="input"><c>[rows, in]</c>.</param>
    /// <param name="range">Which of the outputs; null for all.</param>
    /// <returns><c>[rows, out]</c>.</returns>
    public Tensor Forward(Tensor input, (long First, long Count)? range = null) => range is { } part
        ? nn.functional.linear(
            input, _weight.Value.narrow(0, part.First, part.Count), _bias.Value.narrow(0, part.First, part.Count))
        : nn.functional.linear(input, _weight.Value, _bias.Value);
}
