using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer with a low-rank update: y = x Wᵀ + b + s · drop(x) Aᵀ Bᵀ (arXiv:2106.09685, eq. 3).</summary>
internal sealed class LoraLinear : ILinear, IMergeable
{
    private readonly Linear _inner;
    private readonly Parameter _a;
    private readonly Parameter _b;
    private readonly float _scaling;
    private readonly Dropout _dropout;
    private readonly AdapterSwitch _switch;

    public LoraLinear(Linear inner, LoraConfig config, AdapterSwitch @switch, ModuleScope scope)
    {
        var rank = config.RankOf(inner.Path);
        _inner = inner;
        _switch = @switch;
        _scaling = (float)config.ScalingOf(inner.Path);
        _dropout = scope.Dropout(config.Dropout);
        // torch's kaiming_uniform(a = √5), which is U(±1/√in).
        _a = scope.Adapter(
            "lora_A.weight",
            [rank, inner.InFeatures],
            Initializer.Uniform(1 / Math.Sqrt(inner.InFeatures)));
        _b = scope.Adapter("lora_B.weight", [inner.OutFeatures, rank], Initializer.Zeros);
    }

    public string Path => _inner.Path;

    public long InFeatures => _inner.InFeatures;

    public long OutFeatures => _inner.OutFeatures;

    /// <summary>Whether the base weight is stored as <c>[in, out]</c>.</summary>
    public bool FanInFanOut => _inner.FanInFanOut;

    public IReadOnlyList<string> BaseNames => [_inner.Weight.Name];

    public Tensor Forward(Tensor input)
    {
        var output = _inner.Forward(input);                                            // [tokens, out]
        if (!_switch.Enabled)
        {
            return output;
        }
        var x = _dropout.Forward(input);                                               // [tokens, in]
        x = x.dtype == _a.Value.dtype ? x : x.to(_a.Value.dtype);
        var low = Remaking.Product(x, _a.Value);                                       // [tokens, rank]
        return output.dtype == low.dtype
            ? output.addmm_(low, _b.Value.t(), beta: 1, alpha: _scaling)               // [tokens, out]
            : output + (low.mm(_b.Value.t()) * _scaling).to(output.dtype);
    }

    public Tensor Merge(string name, Tensor value) => _inner.FanInFanOut
        ? value.addmm(_a.Value.t(), _b.Value.t(), beta: 1, alpha: _scaling)            // [in, out]
        : value.addmm(_b.Value, _a.Value, beta: 1, alpha: _scaling);                   // [out, in]
}
