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
        _firstA = scope.Adapter(Keys[0], [inner.OutFeatures, rank], tall);
        _firstB = scope.Adapter(Keys[1], [rank, inner.InFeatures], wide);
        _secondA = scope.Adapter(Keys[2], [inner.OutFeatures, rank], tall);
        _secondB = scope.Adapter(
            Keys[3], [rank, inner.InFeatures], config.InitWeights ? Initializer.Zeros : wide);
    }

    /// <summary>The tensors' names: W₁ₐ, W₁ᵦ, W₂ₐ, W₂ᵦ.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["hada_w1_a", "hada_w1_b", "hada_w2_a", "hada_w2_b"];

    /// <summary>The update as a product of two narrow matrices: of the squared rank, each of its directions made of one of
    /// either product.</summary>
    public static LayerUpdate UpdateOf(LoHaConfig config, LayerTensors layer)
    {
        var (firstA, firstB) = (layer[Keys[0]], layer[Keys[1]]);
        var (secondA, secondB) = (layer[Keys[2]], layer[Keys[3]]);
        var left = firstA.unsqueeze(2) * secondA.unsqueeze(1);                         // [out, rank, rank]
        var right = firstB.unsqueeze(1) * secondB.unsqueeze(0);                        // [rank, rank, in]
        return new LayerUpdate(
            layer.Path, right.flatten(0, 1), left.flatten(1, 2), config.ScalingOf(layer.Path));
    }

    protected override Tensor Update() =>
        _firstA.Value.mm(_firstB.Value) * _secondA.Value.mm(_secondB.Value) * Scaling; // [out, in]
}
