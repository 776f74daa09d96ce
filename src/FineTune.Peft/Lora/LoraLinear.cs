using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer with a low-rank update: y = x Wᵀ + b + s · drop(x) Aᵀ Bᵀ (arXiv:2106.09685, eq. 3).</summary>
internal sealed class LoraLinear : AdaptedLinear
{
    private readonly LoraFactors _factors;
    private readonly Dropout _dropout;

    public LoraLinear(Linear inner, LoraConfig config, LoraStart? start, AdapterSwitch @switch, ModuleScope scope)
        : base(inner, @switch)
    {
        _dropout = scope.Dropout(config.Dropout);
        _factors = new LoraFactors(inner, config, start, scope);
    }

    protected override Tensor Adapted(Tensor input)
    {
        var output = Updated(input);
        return _factors.Bias is { } bias ? output + (bias.Value * _factors.Scaling).to(output.dtype) : output;
    }

    public override IReadOnlyList<string> BaseNames =>
        _factors.Bias is null ? base.BaseNames : [.. base.BaseNames, $"{Path}.bias"];

    public override bool MergesRows(string name) => name == WeightName && !Inner.FanInFanOut;

    public override Tensor MergeRows(string name, Tensor rows, long first) => _factors.AddTo(rows, first);

    protected override Tensor MergeWeight(Tensor weight) => _factors.Bias is not null && Inner.Bias is null
        ? throw PeftException.NoBiasToMerge(Path)
        : _factors.AddTo(weight);

    protected override Tensor MergeBias(Tensor bias) => bias + (_factors.Bias!.Value * _factors.Scaling);

    private Tensor Updated(Tensor input)
    {
        var dropped = _dropout.Forward(input);                                         // [tokens, in]
        var (a, b) = (_factors.A, _factors.B);
        if (InOneCall(input, dropped, a, b) is { } both)
        {
            return both;                                                               // [tokens, out]
        }
        var type = DevicePath.ComputeType(input, a.dtype);
        (a, b) = (a.to(type), b.to(type));
        if (a.requires_grad && is_grad_enabled() && _dropout.Active == 0 && !Inner.Trains)
        {
            return LowRankProduct.Of(Inner, input, a, b, _factors.Scaling);
        }
        var output = Inner.Forward(input);                                             // [tokens, out]
        var low = Remaking.Product(dropped, a);                                        // [tokens, rank]
        return output.dtype == low.dtype
            ? output.addmm_(low, b.t(), beta: 1, alpha: _factors.Scaling)              // [tokens, out]
            : output + (low.mm(b.t()) * _factors.Scaling).to(output.dtype);
    }

    private Tensor? InOneCall(Tensor input, Tensor dropped, Tensor a, Tensor b) =>
        Inner.Trains || Inner.Weight.Frozen is not null
            ? null
            : FusedOps.LoraLinear(
                input, dropped, Inner.FanInFanOut ? Inner.Weight.Value.t() : Inner.Weight.Value, Inner.Bias?.Value, a, b,
                _factors.Scaling);
}
