using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Combines what several adapters add to one weight (PEFT's <c>LoraModel.add_weighted_adapter</c>).</summary>
/// <param name="settings">How.</param>
/// <param name="rank">Rank of the result where it can be chosen.</param>
/// <param name="random">Draws what is left out.</param>
internal sealed class LayerCombination(Combination settings, int rank, Generator random)
{
    private readonly TaskTensors _tensors = new(settings, random);

    /// <summary>The combination.</summary>
    /// <param name="updates">Of each adapter that has the layer.</param>
    /// <param name="weights">A factor for each.</param>
    public LayerUpdate Combined(IReadOnlyList<LayerUpdate> updates, IReadOnlyList<double> weights)
    {
        var full = !settings.Type.OfUpdates ? OfFactors(updates, weights)
            : settings.Type.Pruning == Pruning.None ? SideBySide(updates, weights)
            : OfUpdates(updates, weights);
        return settings.Type.HasRank ? full.Truncated(rank) : full;
    }

    // Each factor takes the root of a weight, the sign only one of them.
    private LayerUpdate OfFactors(IReadOnlyList<LayerUpdate> updates, IReadOnlyList<double> weights)
    {
        double[] scaled = [.. updates.Zip(weights, (update, weight) => update.Scaling * weight)];
        double[] roots = [.. scaled.Select(weight => Math.Sqrt(Math.Abs(weight)))];
        return updates[0] with
        {
            A = _tensors.Combined([.. updates.Select(u => u.A)], [.. roots.Zip(scaled, Math.CopySign)]),
            B = _tensors.Combined([.. updates.Select(u => u.B)], roots),
            Scaling = 1,
        };
    }

    private static LayerUpdate SideBySide(IReadOnlyList<LayerUpdate> updates, IReadOnlyList<double> weights) =>
        updates[0] with
        {
            A = cat([.. updates.Zip(weights, (update, weight) => update.A * (weight * update.Scaling))], 0),
            B = cat([.. updates.Select(update => update.B)], 1),
            Scaling = 1,
        };

    private LayerUpdate OfUpdates(IReadOnlyList<LayerUpdate> updates, IReadOnlyList<double> weights) =>
        LayerUpdate.Full(
            updates[0].Path, _tensors.Combined([.. updates.Select(update => update.Whole())], weights)) with
        {
            IsTable = updates[0].IsTable,
        };
}
