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
    private readonly Tensor? _lengths;
    private readonly Device _device;
    private readonly Dictionary<(int? Window, bool Band, ScalarType DType), Tensor> _masks = [];

    private AttentionGroup(
        int[] sequences,
        SequenceLayout layout,
        Device device,
        (Tensor? Gather, Tensor? Real, Tensor? Lengths, Tensor? Sequences) index)
    {
        _device = device;
        Count = sequences.Length;
        Length = layout.LengthOf(sequences[0]);
        _firstSequence = sequences[0];
        _firstToken = layout.Offsets[sequences[0]];
        _gather = index.Gather?.DetachFromDisposeScope();
        _real = index.Real?.DetachFromDisposeScope();
        _lengths = index.Lengths?.DetachFromDisposeScope();
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
        var order = inPackedOrder ? null : Upload.To(device, Array.ConvertAll(sequences, s => (long)s));
        if (uniform && inPackedOrder)
        {
            return new AttentionGroup(sequences, layout, device, default);
        }
        var gather = new long[sequences.Length * length];
        var real = new List<long>(gather.Length);
        for (var row = 0; row < sequences.Length; row++)
        {
            var first = layout.Offsets[sequences[row]];
            for (var i = 0; i < length; i++)
            {
                var cell = (row * length) + i;
                var isReal = i < layout.LengthOf(sequences[row]);
                // A padded cell repeats the first token: finite values, which nothing real looks at.
                gather[cell] = isReal ? first + i : first;
                if (isReal)
                {
                    real.Add(cell);
                }
            }
        }
        return new AttentionGroup(sequences, layout, device, (
            Upload.To(device, gather),
            uniform ? null : Upload.To(device, real.ToArray()),
            uniform ? null : Upload.To(device, Array.ConvertAll(sequences, s => (long)layout.LengthOf(s))).unsqueeze(1),
            order));
    }

    /// <summary>Takes this group's tokens out of a packed tensor.</summary>
    /// <param name="packed"><c>[tokens, heads, head_dim]</c>.</param>
    /// <returns><c>[sequences, heads, length, head_dim]</c>.</returns>
    public Tensor Tokens(Tensor packed)
    {
        var rows = _gather is null
            ? packed.narrow(0, _firstToken, (long)Count * Length)
            : packed.index_select(0, _gather);
        return rows.unflatten(0, Count, Length).transpose(1, 2);
    }

    /// <summary>Takes one row for each of this group's sequences.</summary>
    /// <param name="perSequence"><c>[sequences of the batch, heads, head_dim]</c>.</param>
    /// <returns><c>[sequences, heads, 1, head_dim]</c>.</returns>
    public Tensor Sequences(Tensor perSequence)
    {
        var rows = _sequences is null
            ? perSequence.narrow(0, _firstSequence, Count)
            : perSequence.index_select(0, _sequences);
        return rows.unsqueeze(2);
    }

    /// <summary>Drops the padded rows of a result.</summary>
    /// <param name="rows"><c>[sequences * length, width]</c>.</param>
    public Tensor Real(Tensor rows) => _real is null ? rows : rows.index_select(0, _real);

    /// <summary>What to add to the scores of queries that see a sequence's last keys.</summary>
    /// <param name="dtype">Type of the scores.</param>
    /// <param name="window">How many keys they see; null for all.</param>
    /// <returns><c>[sequences, 1, 1, length]</c> of 0 and -inf, or null where nothing is to be hidden.</returns>
    public Tensor? KeyMask(ScalarType dtype, int? window)
    {
        window = window < Length ? window : null;
        if (_lengths is null && window is null)
        {
            return null;
        }
        return Kept((window, false, dtype), () =>
        {
            var place = arange(Length, int64, _device);
            var lengths = _lengths ?? full([Count, 1], Length, int64, _device);
            // Seen from the last token of each sequence.
            return AttentionMasks.FromHidden(AttentionMasks.Unseen(lengths - 1 - place, window), dtype)
                .view(Count, 1, 1, Length);
        });
    }

    /// <summary>A causal mask for queries at every token.</summary>
    /// <param name="dtype">Type of the scores.</param>
    /// <param name="window">How many keys a query sees; null for all.</param>
    /// <returns><c>[length, length]</c> of 0 and -inf.</returns>
    public Tensor Band(ScalarType dtype, int? window) =>
        Kept((window, true, dtype), () => AttentionMasks.Band(Length, window, dtype, _device));

    public void Dispose()
    {
        _gather?.Dispose();
        _real?.Dispose();
        _sequences?.Dispose();
        _lengths?.Dispose();
        foreach (var mask in _masks.Values)
        {
            mask.Dispose();
        }
    }

    private Tensor Kept((int?, bool, ScalarType) key, Func<Tensor> make)
    {
        if (!_masks.TryGetValue(key, out var mask))
        {
            using var guard = no_grad();
            _masks[key] = mask = make().DetachFromDisposeScope();
        }
        return mask;
    }
}
