namespace FineTune.Formats;

/// <summary>Values of one width with all their first bytes first, then all second bytes (BYTE_STREAM_SPLIT).</summary>
internal sealed class StreamSplit : IByteSource
{
    private readonly PageBytes _bytes;
    private readonly byte[] _value;
    private readonly int _start;
    private readonly int _count;
    private int _next;

    /// <param name="bytes">The streams.</param>
    /// <param name="width">How many there are.</param>
    public StreamSplit(PageBytes bytes, int width)
    {
        if (bytes.Left % width != 0)
        {
            throw bytes.Place.Damaged($"{bytes.Left:N0} bytes are not {width} streams of one length");
        }

        (_bytes, _start, _count) = (bytes, bytes.Position, bytes.Left / width);
        _value = new byte[width];
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Next()
    {
        if (_next == _count)
        {
            throw _bytes.Place.Damaged($"there are only {_count:N0} values");
        }

        for (var i = 0; i < _value.Length; i++)
        {
            _value[i] = _bytes.All[_start + (i * _count) + _next];
        }

        _next++;
        return _value;
    }
}
