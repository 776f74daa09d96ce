namespace FineTune.Formats;

/// <summary>Gathers windows of a tensor whose elements do not lie in the order of their indices.</summary>
/// <param name="file">The file the elements lie in.</param>
/// <param name="offset">Where the tensor's first element lies, from the start of the file.</param>
/// <param name="shape">Sizes of the dimensions, outermost first.</param>
/// <param name="strides">Elements from one index to the next, for each dimension.</param>
/// <param name="elementBytes">Bytes of an element.</param>
internal sealed class StridedTensor(MappedFile file, long offset, long[] shape, long[] strides, int elementBytes)
{
    /// <summary>The bytes from <paramref name="start"/> on, as if the tensor lay in the order of its indices.</summary>
    /// <param name="start">First byte of the window, counted from the tensor's own start.</param>
    /// <param name="length">Bytes in the window, inside the tensor.</param>
    public ReadOnlySpan<byte> Gather(long start, int length)
    {
        if (length == 0)
        {
            return [];
        }

        var first = start / elementBytes;
        var skipped = (int)(start - (first * elementBytes));
        var count = checked((skipped + length + elementBytes - 1) / elementBytes);
        var gathered = new byte[checked((long)count * elementBytes)];
        Gather(first, gathered);
        return gathered.AsSpan(skipped, length);
    }

    private void Gather(long first, Span<byte> into)
    {
        var last = shape.Length - 1;
        var index = Unravel(first);
        while (into.Length > 0)
        {
            var row = offset;
            for (var i = 0; i <= last; i++)
            {
                row = checked(row + (index[i] * strides[i] * elementBytes));
            }

            var run = (int)Math.Min(shape[last] - index[last], into.Length / elementBytes);
            CopyRun(row, strides[last] * elementBytes, into[..(run * elementBytes)]);
            into = into[(run * elementBytes)..];
            index[last] = 0;
            Carry(index, last - 1);
        }
    }

    private void CopyRun(long from, long step, Span<byte> into)
    {
        if (step == elementBytes)
        {
            file.Bytes(from, into.Length).CopyTo(into);
            return;
        }

        for (var at = 0; at < into.Length; at += elementBytes, from += step)
        {
            file.Bytes(from, elementBytes).CopyTo(into[at..]);
        }
    }

    private long[] Unravel(long element)
    {
        var index = new long[shape.Length];
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            (element, index[i]) = Math.DivRem(element, shape[i]);
        }

        return index;
    }

    private void Carry(long[] index, int dimension)
    {
        for (var i = dimension; i >= 0; i--)
        {
            if (++index[i] < shape[i])
            {
                return;
            }

            index[i] = 0;
        }
    }
}
