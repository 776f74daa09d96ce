using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>The reference's padded rows as a packed batch of a decoder, wherever the padding lies.</summary>
internal sealed class PackedRows : IDisposable
{
    private readonly Tensor _real;
    private readonly int[] _lengths;

    /// <summary>Packs <c>input_ids</c> where <c>attention_mask</c> is 1.</summary>
    /// <param name="tensors">The case's file.</param>
    /// <param name="prefix">Before each name, e.g. <c>left/</c>.</param>
    public PackedRows(TensorFixture tensors, string prefix = "")
    {
        var mask = tensors[$"{prefix}attention_mask"];
        _real = mask.view(-1).nonzero().view(-1).DetachFromDisposeScope();
        _lengths = [.. mask.sum(1).data<long>().ToArray().Select(n => (int)n)];
        var offsets = new int[_lengths.Length + 1];
        for (var i = 0; i < _lengths.Length; i++)
        {
            offsets[i + 1] = offsets[i] + _lengths[i];
        }
        Batch = new PackedBatch
        {
            InputIds = AtRealTokens(tensors[$"{prefix}input_ids"]).to(GoldenDevice.Device).DetachFromDisposeScope(),
            PositionIds = Upload
                .To(GoldenDevice.Device, [.. _lengths.SelectMany(n => Enumerable.Range(0, n).Select(p => (long)p))])
                .DetachFromDisposeScope(),
            Layout = new SequenceLayout(offsets, GoldenDevice.Device),
        };
    }

    public PackedBatch Batch { get; }

    /// <summary>The rows of a padded tensor at the real tokens.</summary>
    /// <param name="padded"><c>[rows, length, ...]</c>.</param>
    /// <returns><c>[tokens, ...]</c>.</returns>
    public Tensor AtRealTokens(Tensor padded) => padded.flatten(0, 1).index_select(0, _real);

    /// <summary>The mean cross-entropy of each token's successor, as the reference computes it.</summary>
    /// <param name="logits"><c>[tokens, vocab]</c>.</param>
    /// <param name="labels"><c>[rows, length]</c>, -100 where none is wanted.</param>
    public Tensor Loss(Tensor logits, Tensor labels) =>
        nn.functional.cross_entropy(logits, tensor(Successors(labels), device: logits.device));

    /// <summary>The label of each token's successor, <c>[tokens]</c>; -100 where there is none.</summary>
    /// <param name="labels"><c>[rows, length]</c>, -100 where none is wanted.</param>
    public long[] Successors(Tensor labels)
    {
        var own = AtRealTokens(labels).data<long>().ToArray();
        var first = Batch.Layout.Offsets.ToArray();
        return [.. own.Select((_, t) => first.Contains(t + 1) ? -100 : own[t + 1])];
    }

    public void Dispose()
    {
        _real.Dispose();
        Batch.Dispose();
    }
}
