using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Rotary position embedding (arXiv:2104.09864) with the first half of the turned dimensions paired with the
/// second, as checkpoints in transformers' layout have them.</summary>
public sealed class Rotary
{
    private readonly RotaryConfig _config;
    private readonly double _scaling;
    private readonly int? _limit;

    /// <summary>Sets the embedding up.</summary>
    public Rotary(RotaryConfig config)
    {
        _config = config;
        _scaling = RotaryFrequencies.Scaling(config);
        _limit = RotaryFrequencies.LengthLimit(config);
    }

    /// <summary>The turns of a batch's tokens; made once and used by every layer.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="pass">The pass through a cache that the batch follows; null for none.</param>
    /// <param name="dtype">Type of queries and keys.</param>
    /// <param name="leading">Keys in front of every sequence that the batch does not count.</param>
    public RotaryTable TableFor(PackedBatch batch, CachePass? pass, ScalarType dtype, int leading = 0)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var places = batch.PositionIds.to(float32).unsqueeze(1);
        var angles = places * Frequencies(batch, pass, leading);               // [tokens, rotary / 2]
        var cos = angles.cos().mul_(_scaling);
        var still = _config.HeadDim - _config.RotaryDim;
        Tensor[] whole = still == 0
            ? [cos, cos]
            : [cos, cos, ones([angles.shape[0], still], float32, angles.device)];
        return new RotaryTable(
            cat(whole, 1).to(dtype).unsqueeze(1).MoveToOuterDisposeScope(),
            angles.sin().mul_(_scaling).to(dtype).unsqueeze(1).MoveToOuterDisposeScope());
    }

    private Tensor Frequencies(PackedBatch batch, CachePass? pass, int leading)
    {
        var layout = batch.Layout;
        var lengths = Enumerable.Range(0, layout.Count)
            .Select(s => pass?.TotalOf(s) ?? leading + layout.SpanOf(s))
            .ToArray();
        var device = batch.PositionIds.device;
        if (_limit is not { } limit || lengths.All(n => n <= limit))
        {
            return Upload.To(device, RotaryFrequencies.For(_config, length: 0));
        }
        // A sequence's frequencies follow from its own length, whatever it is packed with.
        var perSequence = lengths.SelectMany(n => RotaryFrequencies.For(_config, n)).ToArray();
        var sequenceOf = lengths.SelectMany((_, s) => Enumerable.Repeat((long)s, layout.LengthOf(s))).ToArray();
        return Upload.To(device, perSequence).view(layout.Count, _config.RotaryDim / 2)
            .index_select(0, Upload.To(device, sequenceOf));
    }
}
