using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer to whose weight a matrix of the same shape is added that is made of smaller ones:
/// y = x Wᵀ + b + x ΔWᵀ (PEFT's <c>LycorisLayer</c>).</summary>
internal abstract class UpdatedLinear : AdaptedLinear
{
    private readonly RankedConfig _config;
    private readonly RunMode _mode;
    private readonly bool _rescalesDropped;

    /// <param name="inner">The layer as the checkpoint has it.</param>
    /// <param name="config">The method's settings.</param>
    /// <param name="rescalesDropped">Whether rows that are kept make up for those that a step leaves out.</param>
    /// <param name="switch">The adapter's switch.</param>
    /// <param name="scope">The layer's scope.</param>
    protected UpdatedLinear(
        Linear inner, RankedConfig config, bool rescalesDropped, AdapterSwitch @switch, ModuleScope scope)
        : base(inner, @switch)
    {
        _config = config;
        _rescalesDropped = rescalesDropped;
        _mode = scope.Mode;
        Scaling = (float)config.ScalingOf(inner.Path);
    }

    /// <summary>What the update is multiplied by.</summary>
    protected float Scaling { get; }

    /// <summary>ΔW, <c>[out, in]</c>, float32.</summary>
    protected abstract Tensor Update();

    protected override Tensor Adapted(Tensor input)
    {
        var output = Inner.Forward(input);                                             // [tokens, out]
        if (_mode.Training && Drops(_config.ModuleDropout))
        {
            // The gradients of what is left out are zero, not absent.
            return output + (Update().sum() * 0).to(output.dtype);
        }
        var update = _mode.Training && _config.RankDropout > 0 ? WithoutSomeRows(Update()) : Update();
        return output + Remaking.Product(input, update).to(output.dtype);
    }

    protected override Tensor MergeWeight(Tensor weight) => weight + Update();

    private static bool Drops(double share) => share > 0 && rand(1).item<float>() <= share;

    private Tensor WithoutSomeRows(Tensor update)
    {
        var kept = (rand([OutFeatures, 1], device: update.device) > _config.RankDropout).to(update.dtype);
        return update * (_rescalesDropped ? kept / kept.mean() : kept);
    }
}
