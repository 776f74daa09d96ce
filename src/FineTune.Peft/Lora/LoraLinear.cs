using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer with a low-rank update: y = x Wᵀ + b + s · drop(x) Aᵀ Bᵀ (arXiv:2106.09685, eq. 3).</summary>
internal sealed class LoraLinear : AdaptedLinear
{
    private readonly LoraFactors _factors;
    private readonly Dropout _dropout;

    public LoraLinear(Linear inner, LoraConfig config, AdapterSwitch @switch, ModuleScope scope)
        : base(inner, @switch)
    {
        _dropout = scope.Dropout(config.Dropout);
        _factors = new LoraFactors(inner, config, scope);
    }

    protected override Tensor Adapted(Tensor input)
    {
        var dropped = _dropout.Forward(input);                                         // [tokens, in]
        if (Inner is { Weight: { Frozen: null, Trainable: false } weight, Bias: null or { Trainable: false } }
            && FusedOps.LoraLinear(
                input, dropped, Inner.FanInFanOut ? weight.Value.t() : weight.Value, Inner.Bias?.Value,
                _factors.A, _factors.B, _factors.Scaling) is { } both)
        {
            return both;                                                               // [tokens, out]
        }
        var type = DevicePath.ComputeType(input, _factors.DType);
        var output = Inner.Forward(input);                                             // [tokens, out]
        var low = Remaking.Product(dropped.to(type), _factors.A.to(type));             // [tokens, rank]
        var wide = _factors.B.to(type).t();                                            // [rank, out]
        return output.dtype == type
            ? output.addmm_(low, wide, beta: 1, alpha: _factors.Scaling)               // [tokens, out]
            : output + (low.mm(wide) * _factors.Scaling).to(output.dtype);
    }

    public override bool MergesRows(string name) => !Inner.FanInFanOut;

    public override Tensor MergeRows(string name, Tensor rows, long first) => _factors.AddTo(rows, first);

    protected override Tensor MergeWeight(Tensor weight) => _factors.AddTo(weight);
}
