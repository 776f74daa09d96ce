namespace FineTune.Formats;

/// <summary>Runs of one value and runs of bit-packed values in turn: levels, dictionary indices, booleans.</summary>
/// <remarks>Format: apache/parquet-format <c>Encodings.md</c>, RLE.</remarks>
internal sealed class HybridReader
{
    private const int PackedTogether = 8;
    private const int WidestValue = 32;

    private readonly PageBytes _bytes;
    private readonly int _width;
    private long _left;
    private bool _isPacked;
    private long _bit;
    private uint _repeated;

    /// <param name="bytes">The runs.</param>
    /// <param name="width">Bits of a value.</param>
    public HybridReader(PageBytes bytes, int width)
    {
        (_bytes, _width) = (bytes, width);
        if (width > WidestValue)
        {
            throw bytes.Place.Damaged($"values of {width} bits");
        }
    }

    /// <summary>The next value.</summary>
    /// <exception cref="ParquetException">There is no further run.</exception>
    public uint Next()
    {
        while (_left == 0)
        {
            NextRun();
        }

        _left--;
        if (!_isPacked)
        {
            return _repeated;
        }

        var value = _bytes.Bits(_bit, _width);
        _bit += _width;
        return (uint)value;
    }

    private void NextRun()
    {
        var header = _bytes.Varint();
        _isPacked = (header & 1) != 0;
        if (header >> 1 > int.MaxValue)
        {
            throw _bytes.Place.Damaged($"a run of {header >> 1:N0} values");
        }

        var count = (long)(header >> 1);
        if (!_isPacked)
        {
            _left = count;
            _repeated = 0;
            var value = _bytes.Take((_width + 7) / 8);
            for (var i = 0; i < value.Length; i++)
            {
                _repeated |= (uint)value[i] << (8 * i);
            }

            return;
        }

        _bit = 8L * _bytes.Position;
        if (_width * count <= _bytes.Left)
        {
            _left = count * PackedTogether;
            _bytes.Skip(_width * count);
            return;
        }

        // Some writers leave out the padding of the last group.
        _left = 8L * _bytes.Left / _width;
        _bytes.Skip(_left > 0 ? _bytes.Left : _width * count);
    }
}
