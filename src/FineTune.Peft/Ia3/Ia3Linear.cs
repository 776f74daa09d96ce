using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer whose output, y = l ⊙ (x Wᵀ + b), or input, y = (l ⊙ x) Wᵀ + b, is rescaled by a vector
/// (arXiv:2205.05638, section 3.3; PEFT's <c>tuners/ia3/layer.py</c>).</summary>
internal sealed class Ia3Linear : AdaptedLinear
{
    private readonly bool _scalesInput;
    private readonly Parameter _scale;

    public Ia3Linear(Linear inner, bool scalesInput, bool fromOne, AdapterSwitch @switch, ModuleScope scope)
        : base(inner, @switch)
    {
        _scalesInput = scalesInput;
        _scale = scope.Adapter(
            Key,
            scalesInput ? [1, inner.InFeatures] : [inner.OutFeatures, 1],
            fromOne ? Initializer.Ones : Initializer.Normal(1));
    }

    /// <summary>The vector's name.</summary>
    public const string Key = "ia3_l";

    public override IReadOnlyList<string> BaseNames => _scalesInput || Inner.Bias is null
        ? [WeightName]
        : [WeightName, Inner.Bias.Name];

    protected override Tensor Adapted(Tensor input) =>
        _scalesInput ? Inner.Forward(Scaled(input)) : Scaled(Inner.Forward(input));

    protected override Tensor MergeWeight(Tensor weight) => weight * _scale.Value;

    protected override Tensor MergeBias(Tensor bias) => bias * _scale.Value.view(-1);

    private Tensor Scaled(Tensor x) => (x * _scale.Value.view(-1)).to(x.dtype);        // [tokens, in or out]
}
