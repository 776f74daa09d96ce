namespace FineTune.Formats;

/// <summary>A tensor as a pickle describes it: a strided window of a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Start">The first element in it.</param>
/// <param name="Shape">Sizes of the dimensions, outermost first.</param>
/// <param name="Strides">Elements from one index to the next, for each dimension.</param>
internal sealed record PickleTensor(PickleStorage Storage, long Start, long[] Shape, long[] Strides)
{
    /// <summary>Whether the elements lie one after another in the order of their indices.</summary>
    public bool IsContiguous
    {
        get
        {
            var expected = 1L;
            for (var i = Shape.Length - 1; i >= 0; i--)
            {
                if (Shape[i] == 0)
                {
                    return true;
                }

                if (Shape[i] > 1 && Strides[i] != expected)
                {
                    return false;
                }

                expected = unchecked(expected * Shape[i]);
            }

            return true;
        }
    }

    /// <summary>Whether every element lies inside the storage.</summary>
    public bool FitsStorage()
    {
        if (Shape.Length != Strides.Length || Start < 0 || Shape.Any(size => size < 0) || Strides.Any(stride => stride < 0))
        {
            return false;
        }

        try
        {
            var (count, last) = (1L, Start);
            for (var i = 0; i < Shape.Length; i++)
            {
                count = checked(count * Shape[i]);
                last = checked(last + ((Shape[i] - 1) * Strides[i]));
            }

            return count == 0 || last < Storage.Elements;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
