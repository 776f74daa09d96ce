using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>The plain affine map of a checkpoint.</summary>
public sealed class Linear : ILinear
{
    internal Linear(string path, Parameter weight, Parameter? bias, bool fanInFanOut = false)
    {
        Path = path;
        Weight = weight;
        Bias = bias;
        FanInFanOut = fanInFanOut;
        var shape = weight.Shape;
        (OutFeatures, InFeatures) = fanInFanOut ? (shape[1], shape[0]) : (shape[0], shape[1]);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public long InFeatures { get; }

    /// <inheritdoc/>
    public long OutFeatures { get; }

    /// <summary>Whether this is the layer over the vocabulary, which a choice of all linear layers leaves out.</summary>
    public bool IsOutput { get; init; }

    /// <summary>Whether the weight is stored as <c>[in, out]</c>.</summary>
    public bool FanInFanOut { get; }

    /// <summary><c>[out, in]</c>, or <c>[in, out]</c> with <see cref="FanInFanOut"/>.</summary>
    public Parameter Weight { get; }

    /// <summary><c>[out]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public Tensor Forward(Tensor input)
    {
        if (Weight.Frozen is not null)
        {
            var product = Product(input.to(Weight.DType));
            return (Bias is null ? product : product + Bias.Value).to(input.dtype);
        }
        var weight = FanInFanOut ? Weight.Value.t() : Weight.Value;
        // A layer trained whole is float32 in a model of any type: it computes so, and answers in the model's type.
        var bias = Bias?.ValueIn(weight.dtype);
        return input.dtype == weight.dtype
            ? nn.functional.linear(input, weight, bias)
            : nn.functional.linear(input.to(weight.dtype), weight, bias).to(input.dtype);
    }

    /// <summary>Whether weight or bias take gradients.</summary>
    public bool Trains => (Weight.Frozen is null && Weight.Value.requires_grad) || Bias is { Value.requires_grad: true };

    /// <summary>∂y W: what reaches the input of a gradient at the output. Records nothing.</summary>
    /// <param name="gradient">∂y, <c>[tokens, out]</c>.</param>
    /// <returns><c>[tokens, in]</c>, of the gradient's type.</returns>
    public Tensor InputGradient(Tensor gradient)
    {
        using var guard = no_grad();
        var incoming = gradient.to(Weight.DType);
        var product = Weight.Frozen is { } frozen ? FrozenProduct.Of(incoming, frozen, transposed: !FanInFanOut)
            : incoming.mm(FanInFanOut ? Weight.Value.t() : Weight.Value);
        return product.to(gradient.dtype);
    }

    /// <summary>x Wᵀ, without the bias.</summary>
    /// <param name="input"><c>[tokens, in]</c>, of the weight's type.</param>
    /// <returns><c>[tokens, out]</c>.</returns>
    public Tensor Product(Tensor input)
    {
        if (Weight.Frozen is { } frozen)
        {
            return FrozenProduct.Of(input, frozen, transposed: FanInFanOut);
        }
        return input.mm(FanInFanOut ? Weight.Value : Weight.Value.t());
    }
}
