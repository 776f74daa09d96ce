namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of no dimension with one value. Default dtype: Int16.</summary>
    public static Tensor tensor(short scalar, Device? device = null, bool requires_grad = false) =>
        OfScalar(scalar, null, device, requires_grad);

    /// <summary>A vector with a copy of the values. Default dtype: Int16.</summary>
    public static Tensor tensor(
        short[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        OfSpan<short>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int16.
    /// </summary>
    public static Tensor tensor(
        short[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<short>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>A vector with a copy of the values. Default dtype: Int16.</summary>
    public static Tensor tensor(
        IList<short> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        OfSpan<short>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int16.
    /// </summary>
    public static Tensor tensor(
        IList<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<short>([.. rawArray], dimensions, dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int16.
    /// </summary>
    public static Tensor tensor(
        IList<short> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<short>([.. rawArray], [rows, columns], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int16.
    /// </summary>
    public static Tensor tensor(
        IList<short> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<short>([.. rawArray], [dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int16.
    /// </summary>
    public static Tensor tensor(
        IList<short> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        OfSpan<short>([.. rawArray], [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int16.
    /// </summary>
    public static Tensor tensor(
        Memory<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<short>(rawArray.Span, dimensions, dtype, device, requires_grad, names);
}
