using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>The two narrow matrices of a low-rank update, ΔW = s · B A. Those that begin as part of the base weight carry
/// their first values along, and subtract them: ΔW = s · (B A − B₀ A₀). The base itself is never touched.</summary>
internal sealed class LoraFactors
{
    private readonly Parameter _a;
    private readonly Parameter _b;

    /// <summary>Makes the factors.</summary>
    /// <param name="inner">The adapted layer.</param>
    /// <param name="config">LoRA's settings.</param>
    /// <param name="start">How they begin; null goes by the config.</param>
    /// <param name="scope">The layer's scope.</param>
    public LoraFactors(Linear inner, LoraConfig config, LoraStart? start, ModuleScope scope)
    {
        var rank = config.RankOf(inner.Path);
        Scaling = (float)config.ScalingOf(inner.Path);
        start ??= LoraStart.Of(config.InitLoraWeights, inner, rank, Scaling);
        _a = scope.Adapter("lora_A.weight", [rank, inner.InFeatures], start.A);
        _b = scope.Adapter("lora_B.weight", [inner.OutFeatures, rank], start.B);
        if (config.LoraBias)
        {
            var random = config.InitLoraWeights == LoraStart.Random;
            Bias = scope.Adapter(
                "lora_B.bias", [inner.OutFeatures], random ? Initializer.KaimingUniform(rank) : Initializer.Zeros);
        }
        if (start.FromBase)
        {
            using var guard = no_grad();
            _a.SetTail(_a.Value.detach().clone(), dimension: 0);
            _b.SetTail(_b.Value.detach().neg(), dimension: 1);
        }
    }

    /// <summary>What the update is multiplied by.</summary>
    public float Scaling { get; }

    /// <summary>What B adds to every output before scaling, <c>[out]</c>; null for nothing.</summary>
    public Parameter? Bias { get; }

    /// <summary><c>[rank, in]</c>.</summary>
    public Tensor A => _a.Tail is { } first ? cat([_a.Value, first], 0) : _a.Value;

    /// <summary><c>[out, rank]</c>.</summary>
    public Tensor B => _b.Tail is { } first ? cat([_b.Value, first], 1) : _b.Value;

    /// <summary>The weight with the update added.</summary>
    /// <param name="weight"><c>[out, in]</c>, float32.</param>
    public Tensor AddTo(Tensor weight) => weight.addmm(B, A, beta: 1, alpha: Scaling);

    /// <summary>Some rows of the weight with those of the update added.</summary>
    /// <param name="rows"><c>[count, in]</c>, float32.</param>
    /// <param name="first">The first of them.</param>
    public Tensor AddTo(Tensor rows, long first) =>
        rows.addmm(B.narrow(0, first, rows.shape[0]), A, beta: 1, alpha: Scaling);
}
