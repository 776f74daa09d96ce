using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>
    /// A tensor of the array's shape. It shares the array's memory where dtype and device allow, so that a change to
    /// one is seen in the other.
    /// </summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <inheritdoc cref="from_array(Array, Device)"/>
    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var shape = new long[rawArray.Rank];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = rawArray.GetLongLength(i);
        }
        var stored = ElementTypes.Of(rawArray.GetType().GetElementType()!);
        var options = Created(dtype ?? stored, device, requires_grad, names);
        return Converted(Over(rawArray, 0, stored, shape), options, requires_grad);
    }

    /// <summary>A vector over count elements of an array, sharing its memory where dtype allows.</summary>
    /// <param name="rawArray">Whose memory it is.</param>
    /// <param name="dtype">The dtype of the result; the elements are converted if it is not the array's.</param>
    /// <param name="count">The number of elements; -1 for all from offset on.</param>
    /// <param name="offset">The first element.</param>
    /// <param name="requires_grad">Whether gradients are wanted.</param>
    public static Tensor frombuffer(
        Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var length = rawArray.LongLength;
        if (offset < 0 || offset >= length)
        {
            throw new ArgumentException($"offset {offset} into an array of {length} elements");
        }
        var taken = count < 0 ? length - offset : count;
        if (taken > length - offset)
        {
            throw new IndexOutOfRangeException($"{taken} elements from {offset} on of an array of {length}");
        }
        var stored = ElementTypes.Of(rawArray.GetType().GetElementType()!);
        return Converted(Over(rawArray, offset, stored, [taken]), new Options(dtype, CPU), requires_grad);
    }

    // A tensor that owns a pinning handle of the array, freed once nothing refers to the storage any more.
    private static Tensor Over(Array array, long offset, ScalarType dtype, ReadOnlySpan<long> shape)
    {
        var handle = GCHandle.Alloc(array, GCHandleType.Pinned);
        var first = (byte*)handle.AddrOfPinnedObject() + (offset * dtype.ElementSize());
        return ft_over(first, GCHandle.ToIntPtr(handle), &FreeHandle, (int)dtype, shape, shape.Length);
    }

    private static Tensor Converted(Tensor shared, Options options, bool requiresGrad)
    {
        var converted = ft_to(shared, options, non_blocking: false, copy: false);
        shared.Dispose();
        return requiresGrad ? converted.requires_grad_() : converted;
    }

    private static Tensor OfSpan<T>(
        ReadOnlySpan<T> values, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requiresGrad,
        string[]? names) where T : unmanaged
    {
        long count = 1;
        foreach (var size in shape)
        {
            count *= size;
        }
        if (count > values.Length)
        {
            throw new ArgumentException($"{values.Length} values for a shape of {count} elements");
        }
        var stored = ElementTypes.Of(typeof(T));
        var options = Created(dtype ?? stored, device, requiresGrad, names);
        fixed (T* data = values)
        {
            return ft_copy_of(data, (int)stored, shape, shape.Length, options);
        }
    }

    private static Tensor OfScalar<T>(T value, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged => OfSpan(new ReadOnlySpan<T>(in value), [], dtype, device, requiresGrad, null);

    private static Options Created(ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        RejectNames(names);
        return new Options(dtype, InitializeDevice(device), requiresGrad);
    }

    private static Options Like(
        Tensor tensor, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        RejectNames(names);
        return new Options(dtype ?? tensor.dtype, device ?? tensor.device, requiresGrad);
    }

    private static ScalarType DefaultDtype(Scalar value) =>
        value.Type == ScalarType.Float64 ? ScalarType.Float32 : ScalarType.Int64;

    private static void RejectNames(string[]? names)
    {
        if (names is { Length: > 0 })
        {
            throw new NotSupportedException("named dimensions are not supported");
        }
    }

    [UnmanagedCallersOnly]
    private static void FreeHandle(nint handle) => GCHandle.FromIntPtr(handle).Free();
}
