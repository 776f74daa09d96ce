using System.Runtime.CompilerServices;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Models;

/// <summary>BPE's merges: which pair of tokens becomes which token, and how early.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that does not merge: worse than any other.</summary>
    public const int NoMerge = int.MaxValue;

    private const ulong Free = ulong.MaxValue;

    private readonly ulong[] _pairs;
    private readonly (int Rank, int Id)[] _merges;
    private readonly int _mask;

    /// <summary>Builds the table; of a pair that is listed twice the last counts.</summary>
    /// <param name="merges">The merges by rank: left token, right token, result.</param>
    public MergeTable(IReadOnlyList<(int Left, int Right, int Result)> merges)
    {
        var size = 16;
        while (size < merges.Count * 2)
            size *= 2;
        _pairs = new ulong[size];
        _merges = new (int, int)[size];
        _mask = size - 1;
        Array.Fill(_pairs, Free);
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (left, right, result) = merges[rank];
            var pair = PairOf(left, right);
            var slot = (int)Hashing.Of(pair) & _mask;
            while (_pairs[slot] != Free && _pairs[slot] != pair)
                slot = (slot + 1) & _mask;
            _pairs[slot] = pair;
            _merges[slot] = (rank, result);
        }
    }

    /// <summary>The rank of the merge of two tokens, or <see cref="NoMerge"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RankOf(int left, int right, out int result)
    {
        var pair = PairOf(left, right);
        for (var slot = (int)Hashing.Of(pair) & _mask; ; slot = (slot + 1) & _mask)
        {
            if (_pairs[slot] == pair)
            {
                (var rank, result) = _merges[slot];
                return rank;
            }
            if (_pairs[slot] == Free)
            {
                result = -1;
                return NoMerge;
            }
        }
    }

    private static ulong PairOf(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;
}
