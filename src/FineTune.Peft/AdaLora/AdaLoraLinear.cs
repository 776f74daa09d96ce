using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer with an update in the form of a singular value decomposition, s · B diag(E) A
/// (arXiv:2303.10512, eq. 3; PEFT's <c>tuners/adalora/layer.py</c>).</summary>
internal sealed class AdaLoraLinear : AdaptedLinear
{
    private readonly Dropout _dropout;
    private readonly float _scaling;

    public AdaLoraLinear(Linear inner, AdaLoraConfig config, AdapterSwitch @switch, ModuleScope scope)
        : base(inner, @switch)
    {
        long rank = config.RankOf(inner.Path);
        // Of the first rank, whatever is left of it; PEFT adds the small number.
        _scaling = (float)((config.Alpha > 0 ? config.Alpha : config.InitialRank) / (config.InitialRank + 1e-5));
        _dropout = scope.Dropout(config.Dropout);
        A = scope.Adapter("lora_A", [rank, inner.InFeatures], Initializer.Normal(0.02));
        E = scope.Adapter("lora_E", [rank, 1], Initializer.Zeros);
        B = scope.Adapter("lora_B", [inner.OutFeatures, rank], Initializer.Normal(0.02));
    }

    /// <summary>Right vectors, <c>[rank, in]</c>.</summary>
    public Parameter A { get; }

    /// <summary>Singular values, <c>[rank, 1]</c>.</summary>
    public Parameter E { get; }

    /// <summary>Left vectors, <c>[out, rank]</c>.</summary>
    public Parameter B { get; }

    /// <summary>Which ranks have a say: a masked one's singular value is exactly zero.</summary>
    public IReadOnlyList<bool> Kept => [.. E.Value.ne(0).view(-1).data<bool>().ToArray()];

    protected override Tensor Adapted(Tensor input)
    {
        var output = Inner.Forward(input);                                             // [tokens, out]
        var low = Remaking.Product(_dropout.Forward(input), A.Value * E.Value);        // [tokens, rank]
        return output + (low.mm(B.Value.t()) * _scaling).to(output.dtype);
    }

    protected override Tensor MergeWeight(Tensor weight) =>
        weight.addmm(B.Value, A.Value * E.Value, beta: 1, alpha: _scaling);
}
