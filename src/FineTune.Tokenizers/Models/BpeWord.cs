using System.Buffers;

namespace FineTune.Tokenizers.Models;

/// <summary>A piece during BPE: its symbols, which are merged pair by pair, the earliest-ranked and leftmost pair first.</summary>
internal ref struct BpeWord
{
    /// <summary>Up to so many symbols the best pair is found by looking through all; beyond, a heap pays.</summary>
    private const int ShortWord = 96;

    private readonly MergeTable _merges;
    private int[] _ids;
    private int[] _lengths;

    /// <summary>An empty word with room for <paramref name="capacity"/> symbols.</summary>
    public BpeWord(MergeTable merges, int capacity)
    {
        _merges = merges;
        _ids = ArrayPool<int>.Shared.Rent(capacity);
        _lengths = ArrayPool<int>.Shared.Rent(capacity);
    }

    /// <summary>How many symbols there are.</summary>
    public int Count { get; private set; }

    /// <summary>Appends a symbol of <paramref name="length"/> bytes.</summary>
    public void Add(int id, int length)
    {
        (_ids[Count], _lengths[Count]) = (id, length);
        Count++;
    }

    /// <summary>Merges until nothing merges any more.</summary>
    public void MergeAll()
    {
        if (Count <= ShortWord)
            MergeShort();
        else
            MergeLong(null);
    }

    /// <summary>Merges, passing over each merge by chance.</summary>
    public void MergeWithDropout(Func<bool> passesOver) => MergeLong(passesOver);

    /// <summary>Hands the symbols over as tokens and gives the memory back.</summary>
    public void MoveTo(TokenList tokens)
    {
        var at = 0;
        for (var i = 0; i < Count; i++)
        {
            tokens.Add(new TokenSpan(_ids[i], at, at + _lengths[i]));
            at += _lengths[i];
        }
        ArrayPool<int>.Shared.Return(_ids);
        ArrayPool<int>.Shared.Return(_lengths);
        (_ids, _lengths) = ([], []);
    }

    private void MergeShort()
    {
        Span<int> ranks = stackalloc int[ShortWord];
        Span<int> results = stackalloc int[ShortWord];
        for (var i = 0; i + 1 < Count; i++)
            ranks[i] = _merges.RankOf(_ids[i], _ids[i + 1], out results[i]);
        while (Count > 1)
        {
            var best = 0;
            for (var i = 1; i < Count - 1; i++)
            {
                if (ranks[i] < ranks[best])
                    best = i;
            }
            if (ranks[best] == MergeTable.NoMerge)
                return;
            _ids[best] = results[best];
            _lengths[best] += _lengths[best + 1];
            var behind = best + 2;
            _ids.AsSpan(behind, Count - behind).CopyTo(_ids.AsSpan(best + 1));
            _lengths.AsSpan(behind, Count - behind).CopyTo(_lengths.AsSpan(best + 1));
            ranks[behind..Count].CopyTo(ranks[(best + 1)..]);
            results[behind..Count].CopyTo(results[(best + 1)..]);
            Count--;
            if (best > 0)
                ranks[best - 1] = _merges.RankOf(_ids[best - 1], _ids[best], out results[best - 1]);
            if (best + 1 < Count)
                ranks[best] = _merges.RankOf(_ids[best], _ids[best + 1], out results[best]);
        }
    }

    private void MergeLong(Func<bool>? passesOver)
    {
        using var links = new SymbolLinks(Count);
        var queue = new MergeQueue(Count);
        for (var i = 0; i + 1 < Count; i++)
            Offer(ref queue, i, i + 1);
        List<MergeCandidate>? passed = passesOver is null ? null : [];
        while (queue.TryTake(out var pair))
        {
            if (passed is not null)
            {
                if (passesOver!())
                {
                    passed.Add(pair);
                    continue;
                }
                foreach (var candidate in passed)
                    queue.Add(candidate);
                passed.Clear();
            }
            var right = links.Next(pair.Place);
            if (right < 0 || _lengths[pair.Place] == 0)
                continue;
            // The pair may have changed since it was noted.
            if (_merges.RankOf(_ids[pair.Place], _ids[right], out var result) == MergeTable.NoMerge
                || result != pair.Result)
                continue;
            _ids[pair.Place] = result;
            _lengths[pair.Place] += _lengths[right];
            _lengths[right] = 0;
            links.Remove(right);
            if (links.Previous(pair.Place) is var left and >= 0)
                Offer(ref queue, left, pair.Place);
            if (links.Next(pair.Place) is var next and >= 0)
                Offer(ref queue, pair.Place, next);
        }
        queue.Dispose();
        DropMerged();
    }

    private readonly void Offer(ref MergeQueue queue, int left, int right)
    {
        var rank = _merges.RankOf(_ids[left], _ids[right], out var result);
        if (rank != MergeTable.NoMerge)
            queue.Add(new MergeCandidate(rank, left, result));
    }

    private void DropMerged()
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_lengths[i] == 0)
                continue;
            (_ids[kept], _lengths[kept]) = (_ids[i], _lengths[i]);
            kept++;
        }
        Count = kept;
    }
}
