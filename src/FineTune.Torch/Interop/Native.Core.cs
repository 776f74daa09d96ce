using System.Runtime.InteropServices;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

// native/core.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial byte* ft_take_error(nint* managed);
    [LibraryImport(Library)] internal static partial void ft_release(nint tensor);
    [LibraryImport(Library)] internal static partial void ft_free_list(nint* list);
    [LibraryImport(Library)] internal static partial byte* ft_version();
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ft_dim(Tensor tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ft_numel(Tensor tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ft_element_size(Tensor tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long* ft_sizes(Tensor tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long* ft_strides(Tensor tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ft_storage_offset(Tensor tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ft_dtype(Tensor tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ft_device_type(Tensor tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ft_device_index(Tensor tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ft_is_contiguous(Tensor tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ft_is_sparse(Tensor tensor);
    [LibraryImport(Library)] internal static partial void* ft_data(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_item(Tensor tensor, out Number value);
    [LibraryImport(Library)] internal static partial int ft_get_num_threads();
    [LibraryImport(Library)] internal static partial Status ft_set_num_threads(int count);
    [LibraryImport(Library)] internal static partial int ft_get_num_interop_threads();
    [LibraryImport(Library)] internal static partial Status ft_set_num_interop_threads(int count);
    [LibraryImport(Library)] internal static partial int ft_cuda_device_count();
    [LibraryImport(Library)] internal static partial int ft_cuda_cudnn_available();
    [LibraryImport(Library)] internal static partial Status ft_cuda_synchronize(long device);
    [LibraryImport(Library)] internal static partial Status ft_cuda_manual_seed(long seed);
    [LibraryImport(Library)] internal static partial Status ft_cuda_manual_seed_all(long seed);
    [LibraryImport(Library)] internal static partial int ft_get_matmul_tf32();
    [LibraryImport(Library)] internal static partial Status ft_set_matmul_tf32(Flag allow);
    [LibraryImport(Library)] internal static partial int ft_get_cudnn_tf32();
    [LibraryImport(Library)] internal static partial Status ft_set_cudnn_tf32(Flag allow);
    [LibraryImport(Library)] internal static partial int ft_get_grad_enabled();
    [LibraryImport(Library)] internal static partial void ft_set_grad_enabled(Flag enabled);
    [LibraryImport(Library)] internal static partial nint ft_inference_mode_enter(Flag enabled);
    [LibraryImport(Library)] internal static partial void ft_inference_mode_exit(nint guard);
    [LibraryImport(Library)] internal static partial int ft_get_inference_mode();
}
