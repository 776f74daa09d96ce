using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Root-mean-square normalisation over the last dimension (arXiv:1910.07467), computed in float32.</summary>
public sealed class RmsNorm : INorm
{
    private readonly double _eps;
    private readonly bool _aroundOne;

    internal RmsNorm(Parameter weight, double eps, bool aroundOne)
    {
        Weight = weight;
        _eps = eps;
        _aroundOne = aroundOne;
    }

    /// <summary>Scale, <c>[hidden]</c>; in the Gemma family what the scale is above 1.</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    public Tensor Forward(Tensor input)
    {
        var x = input.to(float32);
        var normed = x * (x.square().mean([-1], keepdim: true) + _eps).rsqrt();
        // Llama rounds before it scales, Gemma after (transformers' modeling_llama.py and modeling_gemma.py).
        return _aroundOne
            ? (normed * (Weight.Value.to(float32) + 1)).to(input.dtype)
            : (normed.to(input.dtype) * Weight.Value).to(input.dtype);
    }
}
