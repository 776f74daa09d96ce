using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Feeds a model what it has not seen of each row, packed and without padding. With a cache that is the new
/// tokens; without one, everything, each time.</summary>
internal sealed class DecoderFeed(ICausalLM model, KeyValueCache? cache, Device device)
{
    /// <summary>The logits that follow each row. Only under <c>no_grad()</c>.</summary>
    /// <returns><c>[rows, vocab]</c>, float32; the caller's to change.</returns>
    public Tensor NextLogits(TokenHistory history)
    {
        using var batch = Unseen(history);
        var hidden = model.Hidden(batch, cache);
        var last = batch.Layout.Tokens == batch.Layout.Count
            ? hidden
            : hidden.index_select(0, batch.Layout.LastTokens());
        return model.Logits(last).to(float32);
    }

    /// <summary>Keeps some rows, in a new order; one may be named more than once.</summary>
    public void Select(ReadOnlySpan<int> rows) => cache?.Select(rows);

    private PackedBatch Unseen(TokenHistory history)
    {
        var offsets = new int[history.Count + 1];
        for (var row = 0; row < history.Count; row++)
        {
            offsets[row + 1] = offsets[row] + history.Ids(row).Length - Held(row);
        }
        var ids = new long[offsets[^1]];
        var positions = new long[offsets[^1]];
        for (var row = 0; row < history.Count; row++)
        {
            var all = history.Ids(row);
            var held = Held(row);
            for (var i = held; i < all.Length; i++)
            {
                var place = offsets[row] + i - held;
                (ids[place], positions[place]) = (all[i], i);
            }
        }
        return new PackedBatch
        {
            InputIds = tensor(ids, device: device).DetachFromDisposeScope(),
            PositionIds = tensor(positions, device: device).DetachFromDisposeScope(),
            Layout = new SequenceLayout(offsets, device),
        };
    }

    private int Held(int row) => cache is null || cache.Count == 0 ? 0 : cache.Lengths[row];
}
