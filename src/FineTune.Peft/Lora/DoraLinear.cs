using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer whose weight has a low-rank update to its direction and a magnitude of its own for each output:
/// W' = m ⊙ V / ‖V‖ with V = W + s · B A (arXiv:2402.09353, eq. 5). The norm counts as a constant in the backward pass
/// (section 4.3).</summary>
internal sealed class DoraLinear : AdaptedLinear
{
    private readonly LoraFactors _factors;
    private readonly Dropout _dropout;
    private readonly Parameter _magnitude;
    private readonly DoraNorm _norm;

    public DoraLinear(Linear inner, LoraConfig config, LoraStart? start, AdapterSwitch @switch, ModuleScope scope)
        : base(inner, @switch)
    {
        _dropout = scope.Dropout(config.Dropout);
        _factors = new LoraFactors(inner, config, start, scope);
        _norm = new DoraNorm(() => Weight, _factors.Scaling, scope);
        _magnitude = scope.Adapter(
            "lora_magnitude_vector",
            [inner.OutFeatures],
            new Initializer("norm of the weight", (value, _) => value.copy_(_norm.Of(_factors.A, _factors.B))));
    }

    // [out, in]
    private Tensor Weight => Inner.FanInFanOut ? Inner.Weight.Value.t() : Inner.Weight.Value;

    protected override Tensor Adapted(Tensor input)
    {
        var output = Inner.Forward(input);                                             // [tokens, out]
        var (a, b) = (_factors.A, _factors.B);
        var gain = _magnitude.Value / _norm.Of(a, b);                                  // [out]
        var x = _dropout.Forward(input);                                               // [tokens, in]
        var low = Remaking.Product(x, a);                                              // [tokens, rank]
        var update = low.mm(b.t()) * (gain * _factors.Scaling);                        // [tokens, out]
        return output + (((gain - 1) * WithoutBias(output, x)) + update).to(output.dtype);
    }

    protected override Tensor MergeWeight(Tensor weight)
    {
        var direction = _factors.AddTo(weight);
        return direction * (_magnitude.Value / direction.norm(1, keepdim: false, p: 2f)).unsqueeze(1);
    }

    // x Wᵀ: of the dropped input where there is dropout, otherwise what the layer gave already.
    private Tensor WithoutBias(Tensor output, Tensor x) =>
        _dropout.Active > 0 ? Inner.Product(x.to(Inner.Weight.DType))
        : Inner.Bias is null ? output
        : output - Inner.Bias.Value;
}
