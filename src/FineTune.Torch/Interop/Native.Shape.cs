using System.Runtime.InteropServices;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

// native/shape.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor ft_view(Tensor tensor, ReadOnlySpan<long> sizes, int n);
    [LibraryImport(Library)] internal static partial Tensor ft_reshape(Tensor tensor, ReadOnlySpan<long> sizes, int n);
    [LibraryImport(Library)]
    internal static partial Tensor ft_as_strided(
        Tensor tensor, ReadOnlySpan<long> sizes, int n, ReadOnlySpan<long> strides, long offset);
    [LibraryImport(Library)] internal static partial Tensor ft_flatten(Tensor tensor, long start, long end);
    [LibraryImport(Library)]
    internal static partial Tensor ft_unflatten(Tensor tensor, long dim, ReadOnlySpan<long> sizes, int n);
    [LibraryImport(Library)] internal static partial Tensor ft_squeeze(Tensor tensor, Flag has_dim, long dim);
    [LibraryImport(Library)] internal static partial Tensor ft_unsqueeze(Tensor tensor, long dim);
    [LibraryImport(Library)] internal static partial Tensor ft_transpose(Tensor tensor, long dim0, long dim1);
    [LibraryImport(Library)] internal static partial Tensor ft_t(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_mT(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_permute(Tensor tensor, ReadOnlySpan<long> dims, int n);
    [LibraryImport(Library)] internal static partial Tensor ft_flip(Tensor tensor, ReadOnlySpan<long> dims, int n);
    [LibraryImport(Library)]
    internal static partial Tensor ft_expand(Tensor tensor, ReadOnlySpan<long> sizes, int n, Flag isImplicit);
    [LibraryImport(Library)] internal static partial Tensor ft_expand_as(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_repeat(Tensor tensor, ReadOnlySpan<long> sizes, int n);
    [LibraryImport(Library)]
    internal static partial Tensor ft_repeat_interleave(
        Tensor tensor, long repeats, Flag has_dim, long dim, Flag has_size, long output_size);
    [LibraryImport(Library)]
    internal static partial Tensor ft_repeat_interleave_each(
        Tensor tensor, Tensor repeats, Flag has_dim, long dim, Flag has_size, long output_size);
    [LibraryImport(Library)] internal static partial Tensor ft_narrow(Tensor tensor, long dim, long start, long length);
    [LibraryImport(Library)] internal static partial Tensor ft_select(Tensor tensor, long dim, long index);
    [LibraryImport(Library)]
    internal static partial Tensor ft_slice(Tensor tensor, long dim, long start, long finish, long step);
    [LibraryImport(Library)]
    internal static partial Tensor ft_diagonal(Tensor tensor, long offset, long dim1, long dim2);
    [LibraryImport(Library)] internal static partial Tensor ft_contiguous(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_alias(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_cat(ReadOnlySpan<nint> tensors, int n, long dim);
    [LibraryImport(Library)] internal static partial Tensor ft_stack(ReadOnlySpan<nint> tensors, int n, long dim);
    [LibraryImport(Library)] internal static partial nint* ft_split(Tensor tensor, long size, long dim, out int count);
    [LibraryImport(Library)]
    internal static partial nint* ft_split_sizes(
        Tensor tensor, ReadOnlySpan<long> sizes, int n, long dim, out int count);
    [LibraryImport(Library)]
    internal static partial nint* ft_chunk(Tensor tensor, long chunks, long dim, out int count);
    [LibraryImport(Library)] internal static partial nint* ft_unbind(Tensor tensor, long dim, out int count);
    [LibraryImport(Library)] internal static partial Tensor ft_gather(Tensor tensor, long dim, Tensor index);
    [LibraryImport(Library)]
    internal static partial Tensor ft_scatter(Tensor tensor, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)]
    internal static partial Status ft_scatter_(Tensor tensor, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)]
    internal static partial Tensor ft_scatter_add(Tensor tensor, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)]
    internal static partial Status ft_scatter_add_(Tensor tensor, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)]
    internal static partial Tensor ft_index_copy(Tensor tensor, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)]
    internal static partial Status ft_index_copy_(Tensor tensor, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)]
    internal static partial Tensor ft_index_add(Tensor tensor, long dim, Tensor index, Tensor source, Number alpha);
    [LibraryImport(Library)]
    internal static partial Status ft_index_add_(Tensor tensor, long dim, Tensor index, Tensor source, Number alpha);
    [LibraryImport(Library)] internal static partial Tensor ft_index_select(Tensor tensor, long dim, Tensor index);
    [LibraryImport(Library)]
    internal static partial Tensor ft_index_fill(Tensor tensor, long dim, Tensor index, Number value);
    [LibraryImport(Library)]
    internal static partial Status ft_index_fill_(Tensor tensor, long dim, Tensor index, Number value);
    [LibraryImport(Library)] internal static partial Tensor ft_masked_select(Tensor tensor, Tensor mask);
    [LibraryImport(Library)] internal static partial Tensor ft_nonzero(Tensor tensor);
    [LibraryImport(Library)] internal static partial nint* ft_where_indices(Tensor condition, out int count);
    [LibraryImport(Library)]
    internal static partial Tensor ft_index(Tensor tensor, ReadOnlySpan<IndexPlace> indices, int n);
    [LibraryImport(Library)]
    internal static partial Status ft_index_put_(
        Tensor tensor, ReadOnlySpan<IndexPlace> indices, int n, Tensor value, Flag accumulate);
    [LibraryImport(Library)]
    internal static partial Status ft_index_put_scalar_(
        Tensor tensor, ReadOnlySpan<IndexPlace> indices, int n, Number value);
}
