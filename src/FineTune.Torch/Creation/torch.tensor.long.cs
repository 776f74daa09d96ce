namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of no dimension with one value. Default dtype: Int64.</summary>
    public static Tensor tensor(
        long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfScalar(scalar, dtype, device, requires_grad);

    /// <summary>A vector with a copy of the values. Default dtype: Int64.</summary>
    public static Tensor tensor(
        long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        OfSpan<long>(dataArray, [dataArray.Length], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int64.
    /// </summary>
    public static Tensor tensor(
        long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<long>(dataArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>A vector with a copy of the values. Default dtype: Int64.</summary>
    public static Tensor tensor(
        IList<long> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        OfSpan<long>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int64.
    /// </summary>
    public static Tensor tensor(
        IList<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<long>([.. rawArray], dimensions, dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int64.
    /// </summary>
    public static Tensor tensor(
        IList<long> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<long>([.. rawArray], [rows, columns], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int64.
    /// </summary>
    public static Tensor tensor(
        IList<long> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<long>([.. rawArray], [dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int64.
    /// </summary>
    public static Tensor tensor(
        IList<long> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        OfSpan<long>([.. rawArray], [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Int64.
    /// </summary>
    public static Tensor tensor(
        Memory<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<long>(rawArray.Span, dimensions, dtype, device, requires_grad, names);
}
