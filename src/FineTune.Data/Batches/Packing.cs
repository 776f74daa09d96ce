using System.Numerics;

namespace FineTune.Data;

/// <summary>Puts sequences together so that few places of a given room stay empty.</summary>
public static class Packing
{
    private const int BitsPerWord = 64;

    /// <summary>
    /// Best-fit-decreasing bin packing: the longest first, each into the bin it leaves the least room in. Never uses
    /// more than 11/9 of the fewest possible bins, plus one.
    /// </summary>
    /// <param name="lengths">Tokens of each sequence, <c>[sequences]</c>, none above the room.</param>
    /// <param name="room">Tokens of a bin.</param>
    /// <returns>The sequences of each bin; each sequence is in exactly one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A sequence is longer than the room.</exception>
    public static int[][] BestFitDecreasing(IReadOnlyList<int> lengths, int room)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(room, lengths.DefaultIfEmpty().Max());
        var order = Enumerable.Range(0, lengths.Count).OrderByDescending(i => lengths[i]);
        var bins = new List<List<int>>();
        var open = new OpenBins(room);
        foreach (var sequence in order)
        {
            var (bin, left) = open.TakeBestFit(lengths[sequence]);
            if (bin < 0)
            {
                (bin, left) = (bins.Count, room);
                bins.Add([]);
            }

            bins[bin].Add(sequence);
            open.Put(bin, left - lengths[sequence]);
        }

        return [.. bins.Select(bin => bin.ToArray())];
    }

    /// <summary>Bins by the room they have left, with one bit for each room that some bin has.</summary>
    private sealed class OpenBins(int room)
    {
        private readonly Stack<int>?[] _byRoom = new Stack<int>?[room + 1];
        private readonly ulong[] _bits = new ulong[(room / BitsPerWord) + 1];

        public void Put(int bin, int left)
        {
            (_byRoom[left] ??= []).Push(bin);
            _bits[left / BitsPerWord] |= 1UL << (left % BitsPerWord);
        }

        /// <summary>The bin with the least room that is enough, and its room; -1 where there is none.</summary>
        public (int Bin, int Left) TakeBestFit(int length)
        {
            var word = length / BitsPerWord;
            var bits = _bits[word] & (ulong.MaxValue << (length % BitsPerWord));
            while (bits == 0)
            {
                if (++word == _bits.Length)
                {
                    return (-1, 0);
                }

                bits = _bits[word];
            }

            var left = (word * BitsPerWord) + BitOperations.TrailingZeroCount(bits);
            var bins = _byRoom[left]!;
            var bin = bins.Pop();
            if (bins.Count == 0)
            {
                _bits[word] &= ~(1UL << (left % BitsPerWord));
            }

            return (bin, left);
        }
    }
}
