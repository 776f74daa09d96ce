namespace FineTune.Tokenizers.Unicode;

/// <summary>Gives every code point a small number, such as its combining class or its general category.</summary>
internal sealed class CodePointClasses
{
    private const int PageBits = 8;
    private const int PageMask = (1 << PageBits) - 1;

    private readonly ushort[] _pageOf = new ushort[(CodePoint.Max + 1) >> PageBits];
    private readonly byte[] _values;

    /// <summary>Builds the table from disjoint ranges; code points in none of them get 0.</summary>
    public CodePointClasses(IEnumerable<(int First, int Last, byte Value)> ranges)
    {
        List<byte> values = [.. new byte[1 << PageBits]];
        Dictionary<byte, ushort> uniform = new() { [0] = 0 };
        foreach (var (first, last, value) in ranges)
        {
            for (var page = first >> PageBits; page <= last >> PageBits; page++)
            {
                var from = Math.Max(first, page << PageBits);
                var to = Math.Min(last, (page << PageBits) + PageMask);
                var whole = to - from == PageMask;
                if (whole && uniform.TryGetValue(value, out var shared))
                {
                    _pageOf[page] = shared;
                    continue;
                }
                if (_pageOf[page] == 0)
                {
                    _pageOf[page] = (ushort)(values.Count >> PageBits);
                    values.AddRange(new byte[1 << PageBits]);
                }
                if (whole)
                    uniform[value] = _pageOf[page];
                for (var c = from; c <= to; c++)
                    values[(_pageOf[page] << PageBits) + (c & PageMask)] = value;
            }
        }
        _values = [.. values];
    }

    /// <summary>The class of <paramref name="codePoint"/>, in [0, 0x10FFFF].</summary>
    public byte this[int codePoint] => _values[(_pageOf[codePoint >> PageBits] << PageBits) + (codePoint & PageMask)];
}
