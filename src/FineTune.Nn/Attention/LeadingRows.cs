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
        // A sequence that goes on from the start of another has that one's rows in sight.
        var own = Enumerable.Range(0, layout.Count).Select(s => layout.ContextOf(s) is null ? count : 0).ToArray();
        var offsets = new int[layout.Count + 1];
        for (var s = 0; s < layout.Count; s++)
        {
            offsets[s + 1] = offsets[s] + own[s] + layout.LengthOf(s);
        }
        var contexts = Contexts(layout, offsets, count);
        var (joined, stretched) = (new long[offsets[^1]], new long[offsets[^1]]);
        var (real, last) = (new long[layout.Tokens], new long[layout.Count]);
        for (var s = 0; s < layout.Count; s++)
        {
            var (first, start) = (layout.Offsets[s], offsets[s] + own[s]);
            for (var i = 0; i < own[s]; i++)
            {
                (joined[offsets[s] + i], stretched[offsets[s] + i]) = (i, first);
            }
            for (var i = 0; i < layout.LengthOf(s); i++)
            {
                (joined[start + i], stretched[start + i], real[first + i]) = (count + first + i, first + i, start + i);
            }
            last[s] = contexts?[s] is { } context ? context.Start + context.Length - 1 : start - 1;
        }
        (Count, Layout) = (count, new SequenceLayout(offsets, device, contexts));
        _joined = Index(joined);
        _stretched = Index(stretched);
        _real = Index(real);
        _last = Index(last);

        Tensor Index(long[] rows) => Upload.To(device, rows).DetachFromDisposeScope();
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

    /// <summary>The row that each sequence's first token follows.</summary>
    /// <param name="led"><c>[tokens + count * sequences, ...]</c>.</param>
    /// <returns><c>[sequences, ...]</c>.</returns>
    public Tensor Last(Tensor led) => led.index_select(0, _last);

    private static SequenceContext?[]? Contexts(SequenceLayout layout, int[] offsets, int count)
    {
        var contexts = new SequenceContext?[layout.Count];
        for (var s = 0; s < contexts.Length; s++)
        {
            if (layout.ContextOf(s) is { } context)
            {
                var owner = layout.Offsets.IndexOf(context.Start);
                contexts[s] = new SequenceContext(offsets[owner], count + context.Length);
            }
        }
        return contexts.Any(c => c is not null) ? contexts : null;
    }

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
