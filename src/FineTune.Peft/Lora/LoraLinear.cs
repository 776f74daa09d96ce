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
        _inner = inner;
        _switch = @switch;
        _scaling = (float)config.Scaling;
        _dropout = scope.Dropout(config.Dropout);
        // torch's kaiming_uniform(a = √5), which is U(±1/√in).
        _a = scope.Adapter(
            "lora_A.weight",
            [config.Rank, inner.InFeatures],
            Initializer.Uniform(1 / Math.Sqrt(inner.InFeatures)));
        _b = scope.Adapter("lora_B.weight", [inner.OutFeatures, config.Rank], Initializer.Zeros);
    }

    public string Path => _inner.Path;

    public long InFeatures => _inner.InFeatures;

    public long OutFeatures => _inner.OutFeatures;

    public IReadOnlyList<string> BaseNames => [_inner.Weight.Name];

    public Tensor Forward(Tensor input)
    {
        var output = _inner.Forward(input);                                            // [tokens, out]
        if (!_switch.Enabled)
        {
            return output;
        }
        var x = _dropout.Forward(input).to(_a.Value.dtype);                            // [tokens, in]
        var low = x.mm(_a.Value.t());                                                  // [tokens, rank]
        return output.dtype == low.dtype
            ? output.addmm_(low, _b.Value.t(), beta: 1, alpha: _scaling)               // [tokens, out]
            : output + (low.mm(_b.Value.t()) * _scaling).to(output.dtype);
    }

    public Tensor Merge(string name, Tensor value) => value.addmm(_b.Value, _a.Value, beta: 1, alpha: _scaling);
}
