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
        var output = Inner.Forward(input);                                             // [tokens, out]
        var x = _dropout.Forward(input).to(_factors.DType);                            // [tokens, in]
        var low = Remaking.Product(x, _factors.A);                                     // [tokens, rank]
        var adapted = output.dtype == low.dtype
            ? output.addmm_(low, _factors.B.t(), beta: 1, alpha: _factors.Scaling)     // [tokens, out]
            : output + (low.mm(_factors.B.t()) * _factors.Scaling).to(output.dtype);
        return _factors.Bias is { } bias ? adapted + (bias.Value * _factors.Scaling).to(adapted.dtype) : adapted;
    }

    public override IReadOnlyList<string> BaseNames =>
        _factors.Bias is null ? base.BaseNames : [.. base.BaseNames, $"{Path}.bias"];

    public override bool MergesRows(string name) => name == WeightName && !Inner.FanInFanOut;

    public override Tensor MergeRows(string name, Tensor rows, long first) => _factors.AddTo(rows, first);

    protected override Tensor MergeWeight(Tensor weight) => _factors.Bias is not null && Inner.Bias is null
        ? throw PeftException.NoBiasToMerge(Path)
        : _factors.AddTo(weight);

    protected override Tensor MergeBias(Tensor bias) => bias + (_factors.Bias!.Value * _factors.Scaling);
}
