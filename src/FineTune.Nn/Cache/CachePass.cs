using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>One pass of a model over a batch that follows cached tokens. Knows where the batch's keys go and which keys
/// its queries see; made once and used by every layer.</summary>
public sealed class CachePass : IDisposable
{
    private readonly KeyValueCache _cache;
    private readonly SequenceLayout _layout;
    private readonly int[] _past;
    private readonly int[] _total;
    private readonly int _longestNew;
    private readonly bool _sameNew;
    private readonly bool _samePast;
    private readonly Dictionary<(int? Window, ScalarType DType), Tensor> _masks = [];
    private Tensor? _slots;
    private Tensor? _gather;
    private Tensor? _real;

    internal CachePass(KeyValueCache cache, SequenceLayout layout, int[] past)
    {
        _cache = cache;
        _layout = layout;
        _past = past;
        _total = [.. past.Select((n, s) => n + layout.LengthOf(s))];
        _longestNew = Enumerable.Range(0, layout.Count).Max(layout.LengthOf);
        _sameNew = layout.Tokens == (long)layout.Count * _longestNew;
        _samePast = past.All(n => n == past[0]);
    }

    /// <summary>Whether there are tokens before the batch's.</summary>
    internal bool HasPast => _past.Any(n => n > 0);

    /// <summary>Tokens of the longest sequence when the pass is done.</summary>
    internal int LongestLength => _total.Max();

    /// <summary>Tokens of one sequence when the pass is done.</summary>
    internal int TotalOf(int sequence) => _total[sequence];

    /// <summary>Ends the pass: the cache now holds the batch's tokens. Without it they do not count.</summary>
    public void Commit() => _cache.Commit(_total);

    /// <inheritdoc/>
    public void Dispose()
    {
        _slots?.Dispose();
        _gather?.Dispose();
        _real?.Dispose();
        foreach (var mask in _masks.Values)
        {
            mask.Dispose();
        }
    }

    /// <summary>Adds the batch's keys and values to a layer's.</summary>
    /// <param name="layer">The layer's number.</param>
    /// <param name="keys"><c>[tokens, kv_heads, head_dim]</c>.</param>
    /// <param name="values">As the keys.</param>
    internal void Append(int layer, Tensor keys, Tensor values)
    {
        var store = _cache.Layer(
            layer, new CacheRows(_layout.Count, keys.shape[1], keys.shape[2], keys.dtype, keys.device));
        Write(store.Keys!, keys);
        Write(store.Values!, values);
    }

    /// <summary>Keys and values of all tokens, as far back as any query sees.</summary>
    /// <returns>Each <c>[sequences, kv_heads, keys, head_dim]</c>.</returns>
    internal (Tensor Keys, Tensor Values) Stored(int layer, int? window)
    {
        var store = _cache.Layer(layer);
        var first = window is { } width ? Math.Max(0, _past.Min() - width + 1) : 0;
        return (
            store.Keys!.narrow(2, first, LongestLength - first),
            store.Values!.narrow(2, first, LongestLength - first));
    }

    /// <summary>The batch's queries as a rectangle.</summary>
    /// <param name="queries"><c>[tokens, heads, head_dim]</c>.</param>
    /// <returns><c>[sequences, heads, longest, head_dim]</c>.</returns>
    internal Tensor Rectangle(Tensor queries)
    {
        MakeIndex();
        var rows = _gather is null ? queries : queries.index_select(0, _gather);
        return rows.unflatten(0, _layout.Count, _longestNew).transpose(1, 2);
    }

    /// <summary>Drops the padded rows of a result.</summary>
    /// <param name="rows"><c>[sequences * longest, width]</c>.</param>
    internal Tensor Real(Tensor rows) => _real is null ? rows : rows.index_select(0, _real);

    /// <summary>What to add to the scores of the rectangle's queries.</summary>
    /// <param name="dtype">Type of the scores.</param>
    /// <param name="keys">How many keys <see cref="Stored"/> gave.</param>
    /// <param name="window">How many keys a query sees; null for all.</param>
    /// <returns><c>[sequences, 1, longest, keys]</c> of 0 and -inf; null if every query sees every key.</returns>
    internal Tensor? Mask(ScalarType dtype, long keys, int? window)
    {
        if (_longestNew == 1 && _samePast)
        {
            return null;
        }
        if (!_masks.TryGetValue((window, dtype), out var mask))
        {
            using var scope = NewDisposeScope();
            var device = _cache.Device;
            var past = tensor(Array.ConvertAll(_past, n => (long)n), [_past.Length, 1, 1, 1], device: device);
            var place = past + arange(_longestNew, int64, device).unsqueeze(1);        // [sequences, 1, longest, 1]
            var distance = place - arange(LongestLength - keys, LongestLength, int64, device);
            mask = AttentionMasks.FromHidden(AttentionMasks.Unseen(distance, window), dtype).DetachFromDisposeScope();
            _masks[(window, dtype)] = mask;
        }
        return mask;
    }

    private void Write(Tensor store, Tensor rows)
    {
        if (_sameNew && _samePast)
        {
            store.narrow(2, _past[0], _longestNew).copy_(rows.unflatten(0, _past.Length, _longestNew).transpose(1, 2));
            return;
        }
        var (heads, size) = (rows.shape[1], rows.shape[2]);
        store.view(-1, size).index_copy_(0, Slots(heads), rows.reshape(-1, size));
    }

    /// <summary>The place of each token's head among all rows of a store: <c>[tokens * kv_heads]</c>.</summary>
    private Tensor Slots(long heads)
    {
        if (_slots is null)
        {
            using var scope = NewDisposeScope();
            var first = new long[_layout.Tokens];
            for (var s = 0; s < _past.Length; s++)
            {
                for (var i = 0; i < _layout.LengthOf(s); i++)
                {
                    first[_layout.Offsets[s] + i] = (s * heads * _cache.Capacity) + _past[s] + i;
                }
            }
            var device = _cache.Device;
            _slots = (tensor(first, device: device).unsqueeze(1) + (arange(heads, int64, device) * _cache.Capacity))
                .view(-1)
                .DetachFromDisposeScope();
        }
        return _slots;
    }

    private void MakeIndex()
    {
        if (_sameNew || _gather is not null)
        {
            return;
        }
        var gather = new long[_layout.Count * _longestNew];
        var real = new long[_layout.Tokens];
        for (var s = 0; s < _layout.Count; s++)
        {
            var (first, length) = (_layout.Offsets[s], _layout.LengthOf(s));
            for (var i = 0; i < _longestNew; i++)
            {
                var cell = (s * _longestNew) + i;
                gather[cell] = first + Math.Min(i, length - 1);
                if (i < length)
                {
                    real[first + i] = cell;
                }
            }
        }
        _gather = tensor(gather, device: _cache.Device).DetachFromDisposeScope();
        _real = tensor(real, device: _cache.Device).DetachFromDisposeScope();
    }
}
