using System.Runtime.InteropServices;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

// native/creation.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor ft_clone(Tensor tensor);
    [LibraryImport(Library)]
    internal static partial Tensor ft_to(Tensor tensor, Options options, Flag non_blocking, Flag copy);
    [LibraryImport(Library)]
    internal static partial Tensor ft_to_dtype(Tensor tensor, int dtype, Flag non_blocking, Flag copy);
    [LibraryImport(Library)] internal static partial Tensor ft_to_other(Tensor tensor, Tensor other, Flag non_blocking);
    [LibraryImport(Library)] internal static partial Tensor ft_pin_memory(Tensor tensor);
    [LibraryImport(Library)] internal static partial int ft_is_pinned(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_set_(Tensor tensor, Tensor source);
    [LibraryImport(Library)] internal static partial Status ft_copy_(Tensor tensor, Tensor source, Flag non_blocking);
    [LibraryImport(Library)] internal static partial Status ft_fill_(Tensor tensor, Number value);
    [LibraryImport(Library)] internal static partial Status ft_zero_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_empty(ReadOnlySpan<long> sizes, int n, Options options);
    [LibraryImport(Library)] internal static partial Tensor ft_zeros(ReadOnlySpan<long> sizes, int n, Options options);
    [LibraryImport(Library)] internal static partial Tensor ft_ones(ReadOnlySpan<long> sizes, int n, Options options);
    [LibraryImport(Library)]
    internal static partial Tensor ft_full(ReadOnlySpan<long> sizes, int n, Number value, Options options);
    [LibraryImport(Library)]
    internal static partial Tensor ft_empty_strided(
        ReadOnlySpan<long> sizes, int n, ReadOnlySpan<long> strides, Options options);
    [LibraryImport(Library)]
    internal static partial Tensor ft_arange(Number start, Number stop, Number step, Options options);
    [LibraryImport(Library)]
    internal static partial Tensor ft_linspace(double start, double end, long steps, Options options);
    [LibraryImport(Library)] internal static partial Tensor ft_eye(long rows, long columns, Options options);
    [LibraryImport(Library)] internal static partial Tensor ft_empty_like(Tensor like, Options options);
    [LibraryImport(Library)] internal static partial Tensor ft_zeros_like(Tensor like, Options options);
    [LibraryImport(Library)] internal static partial Tensor ft_ones_like(Tensor like, Options options);
    [LibraryImport(Library)] internal static partial Tensor ft_full_like(Tensor like, Number value, Options options);
    [LibraryImport(Library)]
    internal static partial Tensor ft_copy_of(void* data, int dtype, ReadOnlySpan<long> sizes, int n, Options options);
    [LibraryImport(Library)]
    internal static partial Tensor ft_over(
        void* data, nint owner, delegate* unmanaged<nint, void> release, int dtype, ReadOnlySpan<long> sizes, int n);
}
