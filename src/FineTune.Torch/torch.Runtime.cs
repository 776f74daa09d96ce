using System.Runtime.InteropServices;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>The version of libtorch, as "1.13.0".</summary>
    public static string __version__ => Marshal.PtrToStringUTF8((nint)ft_version())!;

    /// <summary>The innermost open scope of this thread, or null.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.OfThread.Current;

    /// <summary>Opens a scope on this thread: tensors created until it is disposed are disposed with it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.OfThread.Open();

    /// <summary>Evaluates in a scope of its own, which only the result leaves.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>How many threads one operation may use.</summary>
    public static int get_num_threads() => ft_get_num_threads();

    /// <summary>Sets how many threads one operation may use.</summary>
    public static void set_num_threads(int num) => _ = ft_set_num_threads(num);

    /// <summary>How many threads run operations beside each other.</summary>
    public static int get_num_interop_threads() => ft_get_num_interop_threads();

    /// <summary>Sets how many threads run operations beside each other; once, before any did.</summary>
    public static void set_num_interop_threads(int num) => _ = ft_set_num_interop_threads(num);

    /// <inheritdoc cref="cuda.is_available"/>
    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>CUDA devices.</summary>
    public static class cuda
    {
        private static bool? s_available;

        /// <summary>Whether libtorch was built for CUDA and sees a device.</summary>
        public static bool is_available() => s_available ??= device_count() > 0;

        /// <summary>How many CUDA devices libtorch sees.</summary>
        public static int device_count() => ft_cuda_device_count();

        /// <summary>Whether libtorch has cuDNN.</summary>
        public static bool is_cudnn_available() => ft_cuda_cudnn_available() != 0;

        /// <summary>Waits until everything queued on a device, by default the current one, is done.</summary>
        public static void synchronize(Device? device = null) => _ = ft_cuda_synchronize(device?.index ?? -1);

        /// <summary>Seeds the current device's default generator.</summary>
        public static void manual_seed(long seed) => _ = ft_cuda_manual_seed(seed);

        /// <summary>Seeds every device's default generator.</summary>
        public static void manual_seed_all(long seed) => _ = ft_cuda_manual_seed_all(seed);
    }

    /// <summary>How libraries below libtorch compute.</summary>
    public static class backends
    {
        /// <summary>CUDA.</summary>
        public static class cuda
        {
            /// <summary>Matrix products.</summary>
            public static class matmul
            {
                /// <summary>Whether float32 products may round their inputs to 10 bits of fraction.</summary>
                public static bool allow_tf32
                {
                    get => ft_get_matmul_tf32() != 0;
                    set => _ = ft_set_matmul_tf32(value);
                }
            }
        }

        /// <summary>cuDNN.</summary>
        public static class cudnn
        {
            /// <summary>Whether float32 convolutions may round their inputs to 10 bits of fraction.</summary>
            public static bool allow_tf32
            {
                get => ft_get_cudnn_tf32() != 0;
                set => _ = ft_set_cudnn_tf32(value);
            }
        }
    }
}
