using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>
/// SentencePiece's <c>precompiled_charsmap</c>: the size of a double-array trie in bytes, the trie, and the
/// replacement texts, each ended by a zero byte.
/// </summary>
internal sealed class PrecompiledCharsMap
{
    private readonly uint[] _units;
    private readonly byte[] _texts;

    private PrecompiledCharsMap(byte[] bytes, uint[] units, byte[] texts)
    {
        Bytes = bytes;
        _units = units;
        _texts = texts;
    }

    /// <summary>A map that changes nothing.</summary>
    public static PrecompiledCharsMap Empty { get; } = new([0, 0, 0, 0], [], []);

    /// <summary>The map as it is stored.</summary>
    public byte[] Bytes { get; }

    /// <summary>Takes a stored map apart.</summary>
    public static bool TryParse(byte[] bytes, [NotNullWhen(true)] out PrecompiledCharsMap? map)
    {
        map = null;
        if (bytes.Length < sizeof(uint))
            return false;
        var trieSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (trieSize % sizeof(uint) != 0 || trieSize > bytes.Length - sizeof(uint))
            return false;
        var units = MemoryMarshal.Cast<byte, uint>(bytes.AsSpan(sizeof(uint), (int)trieSize)).ToArray();
        map = new PrecompiledCharsMap(bytes, units, bytes[(sizeof(uint) + (int)trieSize)..]);
        return true;
    }

    /// <summary>
    /// Finds what takes the place of <paramref name="key"/>: the text of the shortest entry that it begins with, as
    /// the reference has it.
    /// </summary>
    public bool TryFind(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        if (_units.Length == 0)
            return false;
        var node = OffsetOf(_units[0]);
        foreach (var label in key)
        {
            node ^= label;
            if (label == 0 || node >= (uint)_units.Length)
                return false;
            var unit = _units[node];
            if (LabelOf(unit) != label)
                return false;
            node ^= OffsetOf(unit);
            if (!HasLeaf(unit))
                continue;
            if (node >= (uint)_units.Length)
                return false;
            replacement = TextAt((int)(_units[node] & 0x7FFFFFFF));
            return true;
        }
        return false;
    }

    private static bool HasLeaf(uint unit) => (unit >> 8 & 1) == 1;

    private static uint LabelOf(uint unit) => unit & 0x800000FF;

    private static uint OffsetOf(uint unit) => (unit >> 10) << (int)((unit & (1 << 9)) >> 6);

    private ReadOnlySpan<byte> TextAt(int start)
    {
        if (start >= _texts.Length)
            return default;
        var text = _texts.AsSpan(start);
        var end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }
}
