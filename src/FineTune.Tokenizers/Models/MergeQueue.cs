using System.Buffers;

namespace FineTune.Tokenizers.Models;

/// <summary>The pairs of a long word that may merge, the next one first: a binary heap over borrowed memory.</summary>
internal ref struct MergeQueue
{
    private MergeCandidate[] _heap;
    private int _count;

    /// <summary>An empty queue with room for <paramref name="capacity"/> pairs.</summary>
    public MergeQueue(int capacity) => _heap = ArrayPool<MergeCandidate>.Shared.Rent(capacity);

    /// <summary>Adds a pair.</summary>
    public void Add(MergeCandidate candidate)
    {
        if (_count == _heap.Length)
            Grow();
        var at = _count++;
        while (at > 0 && candidate.Precedes(_heap[(at - 1) / 2]))
        {
            _heap[at] = _heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        _heap[at] = candidate;
    }

    /// <summary>Takes the pair that is to be merged next.</summary>
    public bool TryTake(out MergeCandidate candidate)
    {
        candidate = _count > 0 ? _heap[0] : default;
        if (_count == 0)
            return false;
        var last = _heap[--_count];
        var at = 0;
        for (var child = 1; child < _count; child = (2 * at) + 1)
        {
            if (child + 1 < _count && _heap[child + 1].Precedes(_heap[child]))
                child++;
            if (!_heap[child].Precedes(last))
                break;
            _heap[at] = _heap[child];
            at = child;
        }
        _heap[at] = last;
        return true;
    }

    /// <summary>Gives the memory back.</summary>
    public readonly void Dispose() => ArrayPool<MergeCandidate>.Shared.Return(_heap);

    private void Grow()
    {
        var larger = ArrayPool<MergeCandidate>.Shared.Rent(2 * _count);
        _heap.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<MergeCandidate>.Shared.Return(_heap);
        _heap = larger;
    }
}
