namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of no dimension with one value. Default dtype: BFloat16.</summary>
    public static Tensor tensor(
        BFloat16 scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfScalar(scalar, dtype, device, requires_grad);

    /// <summary>A vector with a copy of the values. Default dtype: BFloat16.</summary>
    public static Tensor tensor(
        BFloat16[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        OfSpan<BFloat16>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: BFloat16.
    /// </summary>
    public static Tensor tensor(
        BFloat16[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<BFloat16>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>A vector with a copy of the values. Default dtype: BFloat16.</summary>
    public static Tensor tensor(
        IList<BFloat16> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        OfSpan<BFloat16>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: BFloat16.
    /// </summary>
    public static Tensor tensor(
        IList<BFloat16> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<BFloat16>([.. rawArray], dimensions, dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: BFloat16.
    /// </summary>
    public static Tensor tensor(
        IList<BFloat16> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<BFloat16>([.. rawArray], [rows, columns], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: BFloat16.
    /// </summary>
    public static Tensor tensor(
        IList<BFloat16> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<BFloat16>([.. rawArray], [dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: BFloat16.
    /// </summary>
    public static Tensor tensor(
        IList<BFloat16> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        OfSpan<BFloat16>([.. rawArray], [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: BFloat16.
    /// </summary>
    public static Tensor tensor(
        Memory<BFloat16> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<BFloat16>(rawArray.Span, dimensions, dtype, device, requires_grad, names);
}
