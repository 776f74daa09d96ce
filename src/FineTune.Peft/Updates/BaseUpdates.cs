using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>What an adapter that is attached to its base model adds to the weights, whatever its method.</summary>
public static class BaseUpdates
{
    /// <summary>The updates. Where one is no product of narrow matrices, it has the full rank.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="parameters">The parameters of the model that it is attached to.</param>
    /// <param name="kept">What is to be kept of each; one at a time is in memory before that.</param>
    /// <exception cref="PeftException">The method does not act on weights, or changes biases too.</exception>
    public static IReadOnlyList<LayerUpdate> Of(
        Adapter adapter, ParameterSet parameters, Func<LayerUpdate, LayerUpdate> kept)
    {
        if (!PeftRegistry.For(adapter.Config).CanMerge || adapter is not TargetedAdapter)
        {
            throw PeftException.NoUpdates(adapter.Config.PeftType);
        }
        if (adapter.Config is LoraConfig { LoftQBits: not null })
        {
            throw PeftException.OfQuantizedBase();
        }
        // Trained vectors of tokens are kept as they are.
        var layers = adapter.Mergeables.Where(layer => layer is AdaptedLinear or LoraEmbedding).ToList();
        var biased = layers.Where(layer => layer.BaseNames.Count > 1).Select(layer => layer.BaseNames[1]).ToList();
        if (biased.Count > 0)
        {
            throw PeftException.ChangesBiases(adapter.Config.PeftType, biased);
        }
        return [.. layers.Select(layer =>
        {
            using var scope = NewDisposeScope();
            var update = kept(Of(layer, parameters));
            update.A.MoveToOuterDisposeScope();
            update.B.MoveToOuterDisposeScope();
            return update;
        })];
    }

    private static LayerUpdate Of(IMergeable layer, ParameterSet parameters)
    {
        if (layer is AdaptedLinear { Added: { } update })
        {
            return update;
        }
        var name = layer.BaseNames[0];
        var before = (parameters.Find(name) ?? parameters.Tied[name]).Value.to(float32);
        var change = layer.Merge(name, before) - before;
        return layer switch
        {
            AdaptedLinear linear => LayerUpdate.Full(linear.Path, linear.Inner.FanInFanOut ? change.t() : change),
            LoraEmbedding table => LayerUpdate.Full(table.Path, change.t()) with { IsTable = true },
            _ => throw new NotSupportedException($"{layer.GetType().Name} has no update"),
        };
    }
}
