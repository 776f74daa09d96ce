namespace FineTune.Tokenizers.Unicode;

/// <summary>Maps some code points to short sequences of code points, such as their decompositions.</summary>
internal sealed class CodePointMap
{
    private const int PageBits = 8;
    private const int PageMask = (1 << PageBits) - 1;

    private readonly ushort[] _pageOf = new ushort[(CodePoint.Max + 1) >> PageBits];
    private readonly ushort[] _entryOf;
    private readonly int[] _starts;
    private readonly int[] _values;

    /// <summary>Builds the map from its entries.</summary>
    public CodePointMap(IReadOnlyList<KeyValuePair<int, int[]>> entries)
    {
        List<ushort> entryOf = [.. new ushort[1 << PageBits]];
        List<int> values = [];
        _starts = new int[entries.Count + 2];
        for (var i = 0; i < entries.Count; i++)
        {
            var (key, value) = entries[i];
            if (_pageOf[key >> PageBits] == 0)
            {
                _pageOf[key >> PageBits] = (ushort)(entryOf.Count >> PageBits);
                entryOf.AddRange(new ushort[1 << PageBits]);
            }
            entryOf[(_pageOf[key >> PageBits] << PageBits) + (key & PageMask)] = (ushort)(i + 1);
            _starts[i + 1] = values.Count;
            values.AddRange(value);
        }
        _starts[^1] = values.Count;
        _entryOf = [.. entryOf];
        _values = [.. values];
    }

    /// <summary>The sequence for <paramref name="codePoint"/>; empty where it has none.</summary>
    public ReadOnlySpan<int> this[int codePoint]
    {
        get
        {
            var entry = _entryOf[(_pageOf[codePoint >> PageBits] << PageBits) + (codePoint & PageMask)];
            return entry == 0 ? default : _values.AsSpan(_starts[entry], _starts[entry + 1] - _starts[entry]);
        }
    }
}
