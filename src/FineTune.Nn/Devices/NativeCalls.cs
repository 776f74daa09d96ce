using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

[assembly: DisableRuntimeMarshalling]

namespace FineTune.Nn;

/// <summary>What our own native part can do beyond TorchSharp's API (native/fused.cpp, varlen.cpp, device.cpp). It is there
/// with <c>TorchSource=system</c> only; callers ask <see cref="There"/> and have another way.</summary>
internal static partial class NativeCalls
{
    private const string Library = "finetune_torch";

    /// <summary>Whether the native part is loaded.</summary>
    public static bool There { get; } = NativeLibrary.TryLoad(Library, typeof(Tensor).Assembly, searchPath: null, out var library)
        && NativeLibrary.TryGetExport(library, nameof(ft_lora_linear), out _);

    [LibraryImport(Library)]
    internal static partial nint ft_lora_linear(nint x, nint z, nint weight, nint a, nint b, in LoraCall call);

    [LibraryImport(Library)]
    internal static partial nint ft_gated_product(nint gate, nint up);

    [LibraryImport(Library)]
    internal static partial nint ft_rotate(nint heads, nint cos, nint sin);

    [LibraryImport(Library)]
    internal static partial nint ft_rms_norm(nint x, nint scale, double eps);

    [LibraryImport(Library)]
    internal static partial nint ft_varlen_attention(nint query, nint key, nint value, in VarlenCall call);

    [LibraryImport(Library)]
    internal static partial int ft_cuda_built_for();

    [LibraryImport(Library)]
    internal static partial long ft_cuda_peak_bytes(int device);

    [LibraryImport(Library)]
    internal static partial void ft_cuda_reset_peak(int device);

    [LibraryImport(Library)]
    internal static partial void ft_cuda_empty_cache();

    [LibraryImport(Library)]
    private static unsafe partial byte* ft_take_error(nint* managed);

    /// <summary>A call's result as a tensor of the current scope.</summary>
    /// <param name="handle">What the call returned.</param>
    /// <returns>Null where the native part has no way for it.</returns>
    /// <exception cref="InvalidOperationException">What libtorch said.</exception>
    internal static unsafe Tensor? Result(nint handle)
    {
        if (handle != 0)
        {
            return Tensor.UnsafeCreateTensor(handle);
        }
        nint managed;
        var message = ft_take_error(&managed);
        return message == null ? null : throw new InvalidOperationException(Marshal.PtrToStringUTF8((nint)message));
    }
}
