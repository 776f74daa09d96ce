using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer with the update diag(b) B diag(d) A, of which only the vectors b and d are learned
/// (arXiv:2310.11454, eq. 2; PEFT's <c>tuners/vera/layer.py</c>).</summary>
internal sealed class VeraLinear : AdaptedLinear
{
    private readonly VeraProjection _shared;
    private readonly Parameter _outer;
    private readonly Parameter _inner;
    private readonly Dropout _dropout;

    public VeraLinear(
        Linear inner, VeraConfig config, VeraProjection shared, AdapterSwitch @switch, ModuleScope scope)
        : base(inner, @switch)
    {
        _shared = shared;
        _dropout = scope.Dropout(config.Dropout);
        _outer = scope.Adapter(
            "vera_lambda_b", [inner.OutFeatures], config.InitWeights ? Initializer.Zeros : Initializer.Ones);
        _inner = scope.Adapter(
            "vera_lambda_d",
            [config.Rank],
            config.InitWeights ? Initializer.Constant(config.DInitial) : Initializer.Normal(1));
    }

    protected override Tensor Adapted(Tensor input)
    {
        var output = Inner.Forward(input);                                             // [tokens, out]
        var x = _dropout.Forward(input).to(_inner.Value.dtype);                        // [tokens, in]
        var low = x.mm(_shared.A(InFeatures).t()) * _inner.Value;                      // [tokens, rank]
        return output + (low.mm(_shared.B(OutFeatures).t()) * _outer.Value).to(output.dtype);
    }

    public override LayerUpdate Added => new(
        Path,
        _shared.A(InFeatures) * _inner.Value.unsqueeze(1),
        _shared.B(OutFeatures) * _outer.Value.unsqueeze(1),
        Scaling: 1);

    protected override Tensor MergeWeight(Tensor weight) => weight.addmm(Added.B, Added.A, beta: 1, alpha: 1);
}
