using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>The plain affine map of a checkpoint.</summary>
public sealed class Linear : ILinear
{
    internal Linear(string path, Parameter weight, Parameter? bias)
    {
        Path = path;
        Weight = weight;
        Bias = bias;
        OutFeatures = weight.Value.shape[0];
        InFeatures = weight.Value.shape[1];
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public long InFeatures { get; }

    /// <inheritdoc/>
    public long OutFeatures { get; }

    /// <summary>Whether this is the layer over the vocabulary, which a choice of all linear layers leaves out.</summary>
    public bool IsOutput { get; init; }

    /// <summary><c>[out, in]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary><c>[out]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public Tensor Forward(Tensor input)
    {
        var weight = Weight.Value;
        // A layer trained whole is float32 in a model of any type: it computes so, and answers in the model's type.
        return input.dtype == weight.dtype
            ? nn.functional.linear(input, weight, Bias?.Value)
            : nn.functional.linear(input.to(weight.dtype), weight, Bias?.Value).to(input.dtype);
    }
}
