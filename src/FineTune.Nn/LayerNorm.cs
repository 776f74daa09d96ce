using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Layer normalisation over the last dimension (arXiv:1607.06450).</summary>
public sealed class LayerNorm : INorm
{
    private readonly long[] _shape;
    private readonly double _eps;

    internal LayerNorm(Parameter weight, Parameter? bias, double eps)
    {
        Weight = weight;
        Bias = bias;
        _shape = weight.Shape;
        _eps = eps;
    }

    /// <summary>Scale, <c>[hidden]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Shift, <c>[hidden]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public Tensor Forward(Tensor input)
    {
        var scale = Weight.Value;
        // As in a linear layer: what is trained whole computes in float32.
        var shift = Bias?.ValueIn(scale.dtype);
        return input.dtype == scale.dtype
            ? nn.functional.layer_norm(input, _shape, scale, shift, _eps)
            : nn.functional.layer_norm(input.to(scale.dtype), _shape, scale, shift, _eps).to(input.dtype);
    }
}
