namespace FineTune.Formats;

/// <summary>Integers as differences, bit-packed in blocks (DELTA_BINARY_PACKED).</summary>
/// <remarks>Format: apache/parquet-format <c>Encodings.md</c>. Sums wrap around, as they do there.</remarks>
internal sealed class DeltaIntegers
{
    private const int WidestValue = 64;
    private const int LargestBlock = 1 << 20;

    private readonly PageBytes _bytes;
    private readonly int _blockSize;
    private readonly int _miniblockSize;
    private readonly byte[] _widths;
    private long _left;
    private long _value;
    private bool _started;
    private long _leastDelta;
    private int _inBlock;
    private int _inMiniblock;
    private int _width;
    private long _bit;

    /// <param name="bytes">Header and blocks; what follows the last block that has values is left unread.</param>
    public DeltaIntegers(PageBytes bytes)
    {
        _bytes = bytes;
        var (block, miniblocks, count) = (bytes.Varint(), bytes.Varint(), bytes.Varint());
        if (block is 0 or > LargestBlock || miniblocks is 0 || miniblocks > block || block % miniblocks != 0
            || block / miniblocks % 8 != 0 || count > int.MaxValue)
        {
            throw bytes.Place.Damaged($"{count:N0} values in blocks of {block:N0} in {miniblocks:N0} parts");
        }

        (_blockSize, _miniblockSize, Count) = ((int)block, (int)(block / miniblocks), (int)count);
        _widths = new byte[miniblocks];
        _value = bytes.ZigZag();
        _left = Count;
        _inBlock = _blockSize;
        _inMiniblock = _miniblockSize;
    }

    /// <summary>How many integers there are.</summary>
    public int Count { get; }

    /// <summary>The next integer.</summary>
    /// <exception cref="ParquetException">There is none, or the block is damaged.</exception>
    public long Next()
    {
        if (_left-- <= 0)
        {
            throw _bytes.Place.Damaged($"there are only {Count:N0} values");
        }

        if (!_started)
        {
            _started = true;
            return _value;
        }

        if (_inMiniblock == _miniblockSize)
        {
            NextMiniblock();
        }

        var delta = (long)_bytes.Bits(_bit, _width);
        _bit += _width;
        _inMiniblock++;
        return _value = unchecked(_value + _leastDelta + delta);
    }

    /// <summary>Reads all integers of a part and leaves its position behind them.</summary>
    /// <returns>A reader that gives them again.</returns>
    public static DeltaIntegers Passing(PageBytes bytes)
    {
        var all = bytes.Position;
        var passing = new DeltaIntegers(bytes);
        var blocks = (Math.Max(0, passing.Count - 1L) + passing._miniblockSize - 1) / passing._miniblockSize;
        for (; blocks > 0; blocks--)
        {
            passing.NextMiniblock();
        }

        return new DeltaIntegers(bytes.Between(all));
    }

    private void NextMiniblock()
    {
        if (_inBlock == _blockSize)
        {
            _leastDelta = _bytes.ZigZag();
            _bytes.Take(_widths.Length).CopyTo(_widths);
            _inBlock = 0;
        }

        _width = _widths[_inBlock / _miniblockSize];
        if (_width > WidestValue)
        {
            throw _bytes.Place.Damaged($"differences of {_width} bits");
        }

        _bit = 8L * _bytes.Position;
        _bytes.Skip((long)_width * _miniblockSize / 8);
        _inBlock += _miniblockSize;
        _inMiniblock = 0;
    }
}
