namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of no dimension with one value. Default dtype: Byte.</summary>
    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) =>
        OfScalar(scalar, null, device, requires_grad);

    /// <summary>A vector with a copy of the values. Default dtype: Byte.</summary>
    public static Tensor tensor(
        byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        OfSpan<byte>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Byte.
    /// </summary>
    public static Tensor tensor(
        byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<byte>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>A vector with a copy of the values. Default dtype: Byte.</summary>
    public static Tensor tensor(
        IList<byte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        OfSpan<byte>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Byte.
    /// </summary>
    public static Tensor tensor(
        IList<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<byte>([.. rawArray], dimensions, dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Byte.
    /// </summary>
    public static Tensor tensor(
        IList<byte> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<byte>([.. rawArray], [rows, columns], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Byte.
    /// </summary>
    public static Tensor tensor(
        IList<byte> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<byte>([.. rawArray], [dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Byte.
    /// </summary>
    public static Tensor tensor(
        IList<byte> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        OfSpan<byte>([.. rawArray], [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>
    /// A tensor of the given shape with a copy of the values, in row-major order. Default dtype: Byte.
    /// </summary>
    public static Tensor tensor(
        Memory<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        OfSpan<byte>(rawArray.Span, dimensions, dtype, device, requires_grad, names);
}
