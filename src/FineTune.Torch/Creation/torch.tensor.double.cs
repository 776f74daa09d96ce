namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of no dimension with one value. Default dtype: Float64.</summary>
    public static Tensor tensor(
        double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        OfScalar(scalar, dtype, device, requires_grad);

    /// <summary>A vector with a copy of the values. Default dtype: Float64.</summary>
    public static Tensor tensor(
        double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        OfSpan<double>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Float64.
    /// </summary>
    public static Tensor tensor(
        double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<double>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>A vector with a copy of the values. Default dtype: Float64.</summary>
    public static Tensor tensor(
        IList<double> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        OfSpan<double>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Float64.
    /// </summary>
    public static Tensor tensor(
        IList<double> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<double>([.. rawArray], [rows, columns], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Float64.
    /// </summary>
    public static Tensor tensor(
        IList<double> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<double>([.. rawArray], [dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Float64.
    /// </summary>
    public static Tensor tensor(
        IList<double> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        OfSpan<double>([.. rawArray], [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Float64.
    /// </summary>
    public static Tensor tensor(
        Memory<double> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<double>(rawArray.Span, dimensions, dtype, device, requires_grad, names);
}
