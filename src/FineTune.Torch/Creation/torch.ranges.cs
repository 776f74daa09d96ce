using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of the shape, dtype and device of input, whatever was in its memory.</summary>
    public static Tensor empty_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) => ft_empty_like(input, Like(input, dtype, device, requires_grad, names));

    /// <summary>A tensor of the shape, dtype and device of input, all 0.</summary>
    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) => ft_zeros_like(input, Like(input, dtype, device, requires_grad, names));

    /// <summary>A tensor of the shape, dtype and device of input, all 1.</summary>
    public static Tensor ones_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) => ft_ones_like(input, Like(input, dtype, device, requires_grad, names));

    /// <summary>A tensor of the shape, dtype and device of input, all value.</summary>
    public static Tensor full_like(
        Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) => ft_full_like(input, value, Like(input, dtype, device, requires_grad, names));

    /// <summary>A tensor of the shape, dtype and device of input, with numbers of [0, 1).</summary>
    public static Tensor rand_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ft_rand_like(input, Like(input, dtype, device, requires_grad, null));

    /// <summary>
    /// A tensor of the shape, dtype and device of input, with numbers of the standard normal distribution.
    /// </summary>
    public static Tensor randn_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ft_randn_like(input, Like(input, dtype, device, requires_grad, null));

    /// <summary>
    /// start, start + step, ... up to, not including, stop. Default dtype: Int64 if all are integers, else Float32.
    /// </summary>
    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) => ft_arange(start, stop, step, Created(dtype, device, requires_grad, null));

    /// <summary>
    /// start, start + 1, ... up to, not including, stop. Default dtype: Int64 if both are integers, else Float32.
    /// </summary>
    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>0, 1, ... up to, not including, stop. Default dtype: Int64 if it is an integer, else Float32.</summary>
    public static Tensor arange(
        Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>steps numbers from start to end, both included, evenly spaced.</summary>
    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) => ft_linspace(start, end, steps, Created(dtype, device, requires_grad, null));

    /// <summary>1 on the diagonal, 0 elsewhere; square unless columns is given.</summary>
    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        ft_eye(rows, columns < 0 ? rows : columns, Created(dtype, device, requires_grad, names));

    /// <summary>A tensor of a shape with given strides, in elements, with whatever was in its memory.</summary>
    public static Tensor empty_strided(
        long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        ft_empty_strided(size, size.Length, strides, Created(dtype, device, requires_grad, names));
}
