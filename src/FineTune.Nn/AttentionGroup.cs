using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Some sequences of a batch that attention handles in one go, as a rectangle of
/// <c>[sequences, length]</c>.</summary>
internal sealed class AttentionGroup : IDisposable
{
    private readonly int _firstSequence;
    private readonly int _firstToken;
    private readonly Tensor? _gather;
    private readonly Tensor? _real;
    private readonly Tensor? _sequences;
    private readonly Tensor? _padding;
    private Tensor? _mask;

    private AttentionGroup(
        int[] sequences, SequenceLayout layout, (Tensor? Gather, Tensor? Real, Tensor? Padding, Tensor? Sequences) index)
    {
        Count = sequences.Length;
        Length = layout.LengthOf(sequences[0]);
        _firstSequence = sequences[0];
        _firstToken = layout.Offsets[sequences[0]];
        _gather = index.Gather?.DetachFromDisposeScope();
        _real = index.Real?.DetachFromDisposeScope();
        _padding = index.Padding?.DetachFromDisposeScope();
        _sequences = index.Sequences?.DetachFromDisposeScope();
    }

    /// <summary>Number of sequences.</summary>
    public int Count { get; }

    /// <summary>Length of the longest one.</summary>
    public int Length { get; }

    /// <summary>Sets up a group.</summary>
    /// <param name="layout">The batch's packing.</param>
    /// <param name="members">The sequences, longest first.</param>
    /// <param name="inPackedOrder">Whether the batch itself is sorted so, which makes the members adjacent.</param>
    /// <param name="device">Where index tensors are made.</param>
    public static AttentionGroup Make(
        SequenceLayout layout, ReadOnlySpan<int> members, bool inPackedOrder, Device device)
    {
        var sequences = members.ToArray();
        var length = layout.LengthOf(sequences[0]);
        var uniform = layout.LengthOf(sequences[^1]) == length;
        var order = inPackedOrder ? null : tensor(Array.ConvertAll(sequences, s => (long)s), device: device);
        if (uniform && inPackedOrder)
        {
            return new AttentionGroup(sequences, layout, default);
        }
        var gather = new long[sequences.Length * length];
        var padding = new bool[gather.Length];
        var real = new List<long>(gather.Length);
        for (var row = 0; row < sequences.Length; row++)
        {
            var first = layout.Offsets[sequences[row]];
            for (var i = 0; i < length; i++)
            {
                var cell = (row * length) + i;
                padding[cell] = i >= layout.LengthOf(sequences[row]);
                // A padded cell repeats the first token: finite values, which the mask then shuts out.
                gather[cell] = padding[cell] ? first : first + i;
                if (!padding[cell])
                {
                    real.Add(cell);
                }
            }
        }
        return new AttentionGroup(sequences, layout, (
            tensor(gather, device: device),
            uniform ? null : tensor(real.ToArray(), device: device),
            uniform ? null : tensor(padding, [sequences.Length, 1, 1, length], device: device),
            order));
    }

    /// <summary>Takes this group's tokens out of a packed tensor.</summary>
    /// <param name="packed"><c>[tokens, width]</c>.</param>
    /// <param name="heads">Heads that width divides into.</param>
    /// <returns><c>[sequences, heads, length, head_dim]</c>.</returns>
    public Tensor Tokens(Tensor packed, long heads)
    {
        var rows = _gather is null
            ? packed.narrow(0, _firstToken, (long)Count * Length)
            : packed.index_select(0, _gather);
        return rows.view(Count, Length, heads, -1).transpose(1, 2);
    }

    /// <summary>Takes one row for each of this group's sequences.</summary>
    /// <param name="perSequence"><c>[sequences of the batch, width]</c>.</param>
    /// <param name="heads">Heads that width divides into.</param>
    /// <returns><c>[sequences, heads, 1, head_dim]</c>.</returns>
    public Tensor Sequences(Tensor perSequence, long heads)
    {
        var rows = _sequences is null
            ? perSequence.narrow(0, _firstSequence, Count)
            : perSequence.index_select(0, _sequences);
        return rows.view(Count, 1, heads, -1).transpose(1, 2);
    }

    /// <summary>Drops the padded rows of a result.</summary>
    /// <param name="rows"><c>[sequences * length, width]</c>.</param>
    public Tensor Real(Tensor rows) => _real is null ? rows : rows.index_select(0, _real);

    /// <summary>What to add to the scores so that padding is not seen.</summary>
    /// <returns><c>[sequences, 1, 1, length]</c> of 0 and -inf, or null where there is no padding.</returns>
    public Tensor? Mask(ScalarType dtype)
    {
        if (_padding is null)
        {
            return null;
        }
        using var guard = no_grad();
        return _mask ??= zeros(_padding.shape, dtype, _padding.device)
            .masked_fill_(_padding, double.NegativeInfinity)
            .DetachFromDisposeScope();
    }

    public void Dispose()
    {
        _gather?.Dispose();
        _real?.Dispose();
        _sequences?.Dispose();
        _padding?.Dispose();
        _mask?.Dispose();
    }
}
