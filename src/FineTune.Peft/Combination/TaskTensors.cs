using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Combines tensors of one shape, one of each adapter (PEFT's <c>utils/merge_utils.py</c>).</summary>
/// <param name="settings">How.</param>
/// <param name="random">Draws what is left out.</param>
internal sealed class TaskTensors(Combination settings, Generator random)
{
    /// <summary>The combination.</summary>
    /// <param name="tensors">The tensors, float32.</param>
    /// <param name="weights">A factor for each.</param>
    public Tensor Combined(IReadOnlyList<Tensor> tensors, IReadOnlyList<double> weights)
    {
        using var scope = NewDisposeScope();
        var stacked = stack([.. tensors.Select(Pruned)]);                              // [adapters, ...]
        var factors = tensor([.. weights.Select(weight => (float)weight)])
            .view([weights.Count, .. Enumerable.Repeat(1L, tensors[0].shape.Length)]);
        if (!settings.Type.ElectsSign)
        {
            return stacked.mul_(factors).sum(0L).MoveToOuterDisposeScope();
        }
        var signs = stacked.sign();
        var votes = (settings.CountsSigns ? signs : stacked).sum(0L);
        var agreeing = signs.eq(where(votes.ge(0), ones_like(votes), -ones_like(votes))).to(float32);
        var sums = stacked.mul_(factors).mul_(agreeing).sum(0L);
        return sums.div_(agreeing.sum(0L).clamp_min(1)).MoveToOuterDisposeScope();
    }

    private Tensor Pruned(Tensor value)
    {
        if (settings.Density is not { } density || density >= 1)
        {
            return value;
        }
        using var scope = NewDisposeScope();
        var kept = settings.Type.Pruning == Pruning.Magnitude
            ? Largest(value, density)
            : empty_like(value).bernoulli_(density, random).div_(density);
        return kept.mul_(value).MoveToOuterDisposeScope();
    }

    // One where a number is among the largest.
    private static Tensor Largest(Tensor value, double density)
    {
        var kept = value.abs().view(-1).topk((int)(density * value.numel())).indexes;
        return zeros_like(value).view(-1).index_fill_(0, kept, 1).view(value.shape);
    }
}
