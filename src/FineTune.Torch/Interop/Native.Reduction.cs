using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

// native/reduction.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor ft_std(Tensor tensor, Flag unbiased);
    [LibraryImport(Library)]
    internal static partial Tensor ft_std_dims(
        Tensor tensor, ReadOnlySpan<long> dims, int n, Flag unbiased, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor ft_var(Tensor tensor, Flag unbiased);
    [LibraryImport(Library)]
    internal static partial Tensor ft_var_dims(
        Tensor tensor, ReadOnlySpan<long> dims, int n, Flag unbiased, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor ft_sum(Tensor tensor, int dtype);
    [LibraryImport(Library)]
    internal static partial Tensor ft_sum_dims(Tensor tensor, ReadOnlySpan<long> dims, int n, Flag keepdim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor ft_mean(Tensor tensor);
    [LibraryImport(Library)]
    internal static partial Tensor ft_mean_dims(Tensor tensor, ReadOnlySpan<long> dims, int n, Flag keepdim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor ft_norm(Tensor tensor, double p);
    [LibraryImport(Library)]
    internal static partial Tensor ft_norm_dim(Tensor tensor, long dim, Flag keepdim, double p);
    [LibraryImport(Library)] internal static partial Tensor ft_prod(Tensor tensor, int dtype);
    [LibraryImport(Library)]
    internal static partial Tensor ft_prod_dim(Tensor tensor, long dim, Flag keepdim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor ft_cumsum(Tensor tensor, long dim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor ft_logsumexp(Tensor tensor, long dim, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor ft_softmax(Tensor tensor, long dim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor ft_log_softmax(Tensor tensor, long dim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor ft_all(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_all_dim(Tensor tensor, long dim, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor ft_any(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_any_dim(Tensor tensor, long dim, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor ft_max(Tensor tensor);
    [LibraryImport(Library)]
    internal static partial Tensor ft_max_dim(Tensor tensor, long dim, Flag keepdim, out Tensor indices);
    [LibraryImport(Library)]
    internal static partial Tensor ft_amax(Tensor tensor, ReadOnlySpan<long> dims, int n, Flag keepdim);
    [LibraryImport(Library)]
    internal static partial Tensor ft_argmax(Tensor tensor, Flag has_dim, long dim, Flag keepdim);
    [LibraryImport(Library)] internal static partial Tensor ft_min(Tensor tensor);
    [LibraryImport(Library)]
    internal static partial Tensor ft_min_dim(Tensor tensor, long dim, Flag keepdim, out Tensor indices);
    [LibraryImport(Library)]
    internal static partial Tensor ft_amin(Tensor tensor, ReadOnlySpan<long> dims, int n, Flag keepdim);
    [LibraryImport(Library)]
    internal static partial Tensor ft_argmin(Tensor tensor, Flag has_dim, long dim, Flag keepdim);
    [LibraryImport(Library)]
    internal static partial Tensor ft_topk(
        Tensor tensor, long k, long dim, Flag largest, Flag sorted, out Tensor indices);
    [LibraryImport(Library)]
    internal static partial Tensor ft_sort(Tensor tensor, long dim, Flag descending, Flag stable, out Tensor indices);
    [LibraryImport(Library)] internal static partial Tensor ft_argsort(Tensor tensor, long dim, Flag descending);
    [LibraryImport(Library)]
    internal static partial Tensor ft_bincount(
        Tensor tensor, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weights, long minlength);
    [LibraryImport(Library)]
    internal static partial Tensor ft_allclose(Tensor tensor, Tensor other, double rtol, double atol, Flag equal_nan);
    [LibraryImport(Library)] internal static partial Tensor ft_equal(Tensor tensor, Tensor other);
}
