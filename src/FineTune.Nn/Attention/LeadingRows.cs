using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A packing in which every sequence has got some rows in front, the same for all of them.</summary>
public sealed class LeadingRows : IDisposable
{
    private readonly Tensor _joined;
    private readonly Tensor _stretched;
    private readonly Tensor _real;
    private readonly Tensor _last;

    internal LeadingRows(SequenceLayout layout, int count, Device device)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var offsets = new int[layout.Count + 1];
        var tokens = layout.Tokens + (count * layout.Count);
        var (joined, stretched, last) = (new long[tokens], new long[tokens], new long[layout.Count]);
        var real = new long[layout.Tokens];
        for (var s = 0; s < layout.Count; s++)
        {
            var (first, start) = (layout.Offsets[s], offsets[s]);
            for (var i = 0; i < count; i++)
            {
                (joined[start + i], stretched[start + i]) = (i, first);
            }
            for (var i = 0; i < layout.LengthOf(s); i++)
            {
                var place = start + count + i;
                (joined[place], stretched[place], real[first + i]) = (count + first + i, first + i, place);
            }
            last[s] = start + count - 1;
            offsets[s + 1] = start + count + layout.LengthOf(s);
        }
        (Count, Layout) = (count, new SequenceLayout(offsets, device));
        _joined = Index(joined);
        _stretched = Index(stretched);
        _real = Index(real);
        _last = Index(last);

        Tensor Index(long[] rows) => tensor(rows, device: device).DetachFromDisposeScope();
    }

    /// <summary>How many rows each sequence got.</summary>
    public int Count { get; }

    /// <summary>Where the longer sequences lie.</summary>
    public SequenceLayout Layout { get; }

    /// <summary>Puts the rows in front of every sequence.</summary>
    /// <param name="lead"><c>[count, ...]</c>.</param>
    /// <param name="packed"><c>[tokens, ...]</c>.</param>
    /// <returns><c>[tokens + count * sequences, ...]</c>.</returns>
    public Tensor Join(Tensor lead, Tensor packed) => cat([lead.to(packed.dtype), packed], 0).index_select(0, _joined);

    /// <summary>Makes room for the rows; what stands there means nothing.</summary>
    /// <param name="packed"><c>[tokens, ...]</c>.</param>
    /// <returns><c>[tokens + count * sequences, ...]</c>.</returns>
    public Tensor Stretch(Tensor packed) => packed.index_select(0, _stretched);

    /// <summary>Drops the rows.</summary>
    /// <param name="led"><c>[tokens + count * sequences, ...]</c>.</param>
    /// <returns><c>[tokens, ...]</c>.</returns>
    public Tensor Real(Tensor led) => led.index_select(0, _real);

    /// <summary>The last of the rows of each sequence, which its first token follows.</summary>
    /// <param name="led"><c>[tokens + count * sequences, ...]</c>.</param>
    /// <returns><c>[sequences, ...]</c>.</returns>
    public Tensor Last(Tensor led) => led.index_select(0, _last);

    /// <inheritdoc/>
    public void Dispose()
    {
        Layout.Dispose();
        _joined.Dispose();
        _stretched.Dispose();
        _real.Dispose();
        _last.Dispose();
    }
}
