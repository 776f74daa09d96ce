using System.Runtime.InteropServices;
using FineTune.Tokenizers.Models;

namespace FineTune.Tokenizers.Pipeline;

/// <summary>
/// Remembers what pieces became which tokens: text repeats its words, and looking one up costs a fraction of
/// tokenizing it. Belongs to one thread at a time; forgets everything when full.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer pieces are not kept: they hardly ever come again.</summary>
    private const int LongestKey = 64;

    private const int SlotCount = 1 << 16;
    private const int MostEntries = SlotCount / 2;
    private const int MostKeyBytes = 1 << 19;
    private const int MostTokens = 1 << 17;

    private readonly Entry[] _slots = new Entry[SlotCount];
    private byte[] _keys = new byte[1 << 12];
    private TokenSpan[] _tokens = new TokenSpan[1 << 10];
    private int _entryCount;
    private int _keyBytes;
    private int _tokenCount;

    /// <summary>A kept piece. An empty slot has no key bytes, since no piece is empty.</summary>
    [StructLayout(LayoutKind.Auto)]
    private record struct Entry(uint Hash, int KeyStart, int TokenStart, short KeyLength, short TokenCount);

    /// <summary>Finds the tokens of <paramref name="piece"/>.</summary>
    public bool TryGet(ReadOnlySpan<byte> piece, uint hash, out ReadOnlySpan<TokenSpan> tokens)
    {
        for (var slot = (int)(hash & (SlotCount - 1)); ; slot = (slot + 1) & (SlotCount - 1))
        {
            ref readonly var entry = ref _slots[slot];
            if (entry.KeyLength == 0)
                break;
            if (entry.Hash == hash && piece.SequenceEqual(_keys.AsSpan(entry.KeyStart, entry.KeyLength)))
            {
                tokens = _tokens.AsSpan(entry.TokenStart, entry.TokenCount);
                return true;
            }
        }
        tokens = default;
        return false;
    }

    /// <summary>Keeps the tokens of <paramref name="piece"/>, which is not kept yet.</summary>
    public void Add(ReadOnlySpan<byte> piece, uint hash, ReadOnlySpan<TokenSpan> tokens)
    {
        if (piece.Length > LongestKey)
            return;
        if (_entryCount == MostEntries || _keyBytes + piece.Length > MostKeyBytes
            || _tokenCount + tokens.Length > MostTokens)
            Clear();

        EnsureSize(ref _keys, _keyBytes + piece.Length);
        EnsureSize(ref _tokens, _tokenCount + tokens.Length);
        piece.CopyTo(_keys.AsSpan(_keyBytes));
        tokens.CopyTo(_tokens.AsSpan(_tokenCount));
        var slot = (int)(hash & (SlotCount - 1));
        while (_slots[slot].KeyLength != 0)
            slot = (slot + 1) & (SlotCount - 1);
        _slots[slot] = new Entry(hash, _keyBytes, _tokenCount, (short)piece.Length, (short)tokens.Length);
        _entryCount++;
        _keyBytes += piece.Length;
        _tokenCount += tokens.Length;
    }

    private void Clear()
    {
        Array.Clear(_slots);
        (_entryCount, _keyBytes, _tokenCount) = (0, 0, 0);
    }

    private static void EnsureSize<T>(ref T[] array, int size)
    {
        if (array.Length < size)
            Array.Resize(ref array, Math.Max(size, array.Length * 2));
    }
}
