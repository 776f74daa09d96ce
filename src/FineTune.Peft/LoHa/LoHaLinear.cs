using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer with the update s · (W₁ₐ W₁ᵦ) ⊙ (W₂ₐ W₂ᵦ) (arXiv:2108.06098, proposition 1; PEFT's
/// <c>tuners/loha/layer.py</c>).</summary>
internal sealed class LoHaLinear : UpdatedLinear
{
    private readonly Parameter _firstA;
    private readonly Parameter _firstB;
    private readonly Parameter _secondA;
    private readonly Parameter _secondB;

    public LoHaLinear(Linear inner, LoHaConfig config, AdapterSwitch @switch, ModuleScope scope)
        : base(inner, config, rescalesDropped: true, @switch, scope)
    {
        long rank = config.RankOf(inner.Path);
        var (tall, wide) = (Initializer.KaimingUniform(rank), Initializer.KaimingUniform(inner.InFeatures));
        _firstA = scope.Adapter("hada_w1_a", [inner.OutFeatures, rank], tall);
        _firstB = scope.Adapter("hada_w1_b", [rank, inner.InFeatures], wide);
        _secondA = scope.Adapter("hada_w2_a", [inner.OutFeatures, rank], tall);
        _secondB = scope.Adapter(
            "hada_w2_b", [rank, inner.InFeatures], config.InitWeights ? Initializer.Zeros : wide);
    }

    protected override Tensor Update() =>
        _firstA.Value.mm(_firstB.Value) * _secondA.Value.mm(_secondB.Value) * Scaling; // [out, in]
}
