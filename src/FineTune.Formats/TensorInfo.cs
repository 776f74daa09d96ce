namespace FineTune.Formats;

/// <summary>What a checkpoint's header says of one tensor.</summary>
/// <param name="Name">The tensor's name, spelled as in the file.</param>
/// <param name="DType">The element type.</param>
/// <param name="Shape">Sizes of the dimensions, outermost first; empty for a scalar.</param>
/// <param name="Offset">
/// Where the first byte lies, counted from the start of the file; 0 for a tensor still to be written.
/// </param>
public sealed record TensorInfo(string Name, DType DType, long[] Shape, long Offset = 0)
{
    /// <summary>How many elements the tensor has; 1 for a scalar, 0 when a dimension is 0.</summary>
    public long ElementCount
    {
        get
        {
            var count = 1L;
            foreach (var size in Shape)
            {
                count = checked(count * size);
            }

            return count;
        }
    }

    /// <summary>How many bytes the tensor takes.</summary>
    public long ByteLength => checked(ElementCount * DType.Size());

    /// <summary>The shape as people write it: <c>[30522, 768]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
