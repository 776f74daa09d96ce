using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Keys and values of the tokens that a decoder has seen, so that a new token costs one row. Holds a batch of
/// sequences of any lengths; the first pass through a model decides how many. For inference only: nothing that is
/// recorded for gradients goes in.</summary>
public sealed class KeyValueCache : IDisposable
{
    private const int Block = 64;

    private readonly List<CacheStore> _layers = [];
    private int[] _lengths = [];
    private int _capacity;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="capacity">Tokens of a sequence to make room for at once; it grows when that is too little.</param>
    public KeyValueCache(int capacity = 0) => _capacity = RoundUp(capacity);

    /// <summary>Number of sequences; 0 before the first pass.</summary>
    public int Count => _lengths.Length;

    /// <summary>Number of tokens held of each sequence.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>Rows in front of every sequence that are no tokens of it; <see cref="Lengths"/> leaves them out.</summary>
    public int Leading { get; private set; }

    /// <summary>Number of tokens held of the longest sequence.</summary>
    public int LongestLength => _lengths.Length == 0 ? 0 : _lengths.Max();

    /// <summary>Bytes of keys and values, room to grow included.</summary>
    public long Bytes => _layers.Sum(l => l.Bytes);

    internal int Capacity => _capacity;

    internal Device Device { get; private set; } = CPU;

    /// <summary>The batch of one further token for each sequence.</summary>
    /// <param name="ids"><c>[sequences]</c>, int64, in the cache's order; owned by the batch from now on.</param>
    public PackedBatch NextTokens(Tensor ids) => new()
    {
        InputIds = ids.DetachFromDisposeScope(),
        PositionIds = tensor(Array.ConvertAll(_lengths, n => (long)n), device: ids.device).DetachFromDisposeScope(),
        Layout = new SequenceLayout([.. Enumerable.Range(0, Count + 1)], ids.device),
    };

    /// <summary>Keeps some sequences, in a new order; one may be named more than once. Drops finished rows, and follows
    /// the beams of a search.</summary>
    /// <param name="sequences">Index of each sequence to keep, at least one.</param>
    /// <exception cref="ArgumentException">There is no such sequence.</exception>
    public void Select(ReadOnlySpan<int> sequences)
    {
        var order = sequences.ToArray();
        if (order.Length == 0 || order.Any(s => s < 0 || s >= Count))
        {
            throw new ArgumentException($"sequences must be some of 0 to {Count - 1}", nameof(sequences));
        }
        if (order.SequenceEqual(Enumerable.Range(0, Count)))
        {
            return;
        }
        _lengths = Array.ConvertAll(order, s => _lengths[s]);
        foreach (var layer in _layers)
        {
            layer.Select(order, Leading + LongestLength);
        }
    }

    /// <summary>Forgets the last tokens of every sequence that is longer than a length, such as an answer that is to be
    /// made again.</summary>
    /// <param name="length">Tokens to keep at most, 1 or more.</param>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _lengths = Array.ConvertAll(_lengths, n => Math.Min(n, length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _layers)
        {
            layer.Dispose();
        }
        _layers.Clear();
    }

    /// <summary>Begins a model's pass over a batch that follows what is held.</summary>
    /// <param name="layout">Where the batch's sequences lie.</param>
    /// <param name="leading">Rows in front of every sequence of the batch that are no tokens of it; 0 if the cache holds
    /// some sequences already.</param>
    /// <exception cref="InvalidOperationException">Gradients are being recorded, or the batch has another number of
    /// sequences.</exception>
    public CachePass Begin(SequenceLayout layout, int leading = 0)
    {
        if (is_grad_enabled())
        {
            throw new InvalidOperationException("a key-value cache is for inference: run the pass under no_grad()");
        }
        if (Count != 0 && layout.Count != Count)
        {
            throw new InvalidOperationException(
                $"the batch has {layout.Count} sequences and the cache holds {Count}");
        }
        if (Count == 0)
        {
            Leading = leading;
        }
        var past = Count == 0 ? new int[layout.Count] : Array.ConvertAll(_lengths, n => Leading + n);
        var pass = new CachePass(this, layout, past);
        if (pass.LongestLength > _capacity)
        {
            // Half as much again, so that growing costs nothing that counts however long the text becomes.
            _capacity = RoundUp(Math.Max(pass.LongestLength, _capacity + (_capacity / 2)));
        }
        return pass;
    }

    internal void Commit(int[] totals) => _lengths = Array.ConvertAll(totals, n => n - Leading);

    internal CacheStore Layer(int index) => _layers[index];

    /// <summary>A layer's store, with room for what the pass adds.</summary>
    internal CacheStore Layer(int index, CacheRows rows)
    {
        while (_layers.Count <= index)
        {
            _layers.Add(new CacheStore());
        }
        Device = rows.Device;
        _layers[index].Reserve(rows, _capacity, Leading + LongestLength);
        return _layers[index];
    }

    private static int RoundUp(int tokens) => (tokens + Block - 1) / Block * Block;
}
