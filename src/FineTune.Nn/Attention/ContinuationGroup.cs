using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Some sequences of a batch that see the start of another sequence before their own tokens, handled in one go. In
/// the rectangle of keys the other's tokens end where their own begin: padding lies before the first and behind the
/// second.</summary>
internal sealed class ContinuationGroup : IDisposable
{
    private readonly int[] _contexts;
    private readonly int _widest;
    private readonly int _longest;
    private readonly Tensor _queries;
    private readonly Tensor _keys;
    private readonly Tensor? _real;
    private readonly Device _device;
    private readonly Dictionary<(int? Window, ScalarType DType), Tensor> _masks = [];

    private ContinuationGroup(SequenceLayout layout, int[] members, Device device)
    {
        _device = device;
        _contexts = [.. members.Select(s => layout.ContextOf(s)!.Value.Length)];
        (_widest, _longest) = (_contexts.Max(), members.Max(layout.LengthOf));
        var queries = new long[members.Length * _longest];
        var keys = new long[members.Length * (_widest + _longest)];
        var real = new List<long>(queries.Length);
        for (var row = 0; row < members.Length; row++)
        {
            var (context, own, length) =
                (layout.ContextOf(members[row])!.Value, layout.Offsets[members[row]], layout.LengthOf(members[row]));
            for (var i = 0; i < _longest; i++)
            {
                // A padded cell repeats a token: finite values, which nothing real looks at.
                queries[(row * _longest) + i] = own + Math.Min(i, length - 1);
                if (i < length)
                {
                    real.Add((row * _longest) + i);
                }
            }
            for (var i = 0; i < _widest + _longest; i++)
            {
                var place = i - (_widest - context.Length);
                keys[(row * (_widest + _longest)) + i] = place < context.Length
                    ? context.Start + Math.Max(place, 0)
                    : own + Math.Min(place - context.Length, length - 1);
            }
        }
        _queries = Upload.To(device, queries).DetachFromDisposeScope();
        _keys = Upload.To(device, keys).DetachFromDisposeScope();
        _real = real.Count == queries.Length ? null : Upload.To(device, real.ToArray()).DetachFromDisposeScope();
    }

    /// <summary>Groups a batch's sequences by the length of what they see: the cheapest split of that order.</summary>
    /// <param name="layout">The packing.</param>
    /// <param name="width">heads times head_dim.</param>
    /// <param name="device">Where index tensors are made.</param>
    /// <param name="order">The sequences in the groups' order.</param>
    public static ContinuationGroup[] Plan(SequenceLayout layout, long width, Device device, out int[] order)
    {
        var sorted = Enumerable.Range(0, layout.Count).Where(s => layout.ContextOf(s) is not null)
            .OrderByDescending(layout.SpanOf).ToArray();
        order = sorted;
        var price = AttentionPlanner.GroupPrice / (AttentionPlanner.WorkPerPair * width);
        return
        [
            .. AttentionPlanner.Split([.. sorted.Select(layout.SpanOf)], price)
                .Select(run => new ContinuationGroup(layout, sorted[run.Start..(run.Start + run.Count)], device)),
        ];
    }

    /// <summary>Takes the queries of this group's own tokens.</summary>
    /// <param name="packed"><c>[tokens, heads, head_dim]</c>.</param>
    /// <returns><c>[sequences, heads, own, head_dim]</c>.</returns>
    public Tensor Queries(Tensor packed) =>
        packed.index_select(0, _queries).unflatten(0, _contexts.Length, _longest).transpose(1, 2);

    /// <summary>Takes the keys or values of all that this group's tokens see.</summary>
    /// <param name="packed"><c>[tokens, kv_heads, head_dim]</c>.</param>
    /// <returns><c>[sequences, kv_heads, seen + own, head_dim]</c>.</returns>
    public Tensor Keys(Tensor packed) =>
        packed.index_select(0, _keys).unflatten(0, _contexts.Length, _widest + _longest).transpose(1, 2);

    /// <summary>Drops the padded rows of a result.</summary>
    /// <param name="rows"><c>[sequences * own, width]</c>.</param>
    public Tensor Real(Tensor rows) => _real is null ? rows : rows.index_select(0, _real);

    /// <summary>What to add to the scores of the queries.</summary>
    /// <param name="dtype">Type of the scores.</param>
    /// <param name="window">How many keys a query sees; null for all.</param>
    /// <returns><c>[sequences or 1, 1, own, seen + own]</c> of 0 and -inf.</returns>
    public Tensor Mask(ScalarType dtype, int? window)
    {
        if (!_masks.TryGetValue((window, dtype), out var mask))
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            var key = arange(_widest + _longest, int64, _device);
            var query = arange(_widest, _widest + _longest, int64, _device).unsqueeze(1);
            var hidden = AttentionMasks.Unseen(query - key, window).unsqueeze(0).unsqueeze(0);
            if (Array.Exists(_contexts, n => n < _widest))
            {
                var first = Upload.To(_device, Array.ConvertAll(_contexts, n => (long)(_widest - n))).view(-1, 1, 1, 1);
                hidden = hidden.logical_or(key.lt(first));
            }
            _masks[(window, dtype)] = mask = AttentionMasks.FromHidden(hidden, dtype).DetachFromDisposeScope();
        }
        return mask;
    }

    public void Dispose()
    {
        _queries.Dispose();
        _keys.Dispose();
        _real?.Dispose();
        foreach (var mask in _masks.Values)
        {
            mask.Dispose();
        }
    }
}
