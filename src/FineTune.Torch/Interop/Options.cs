using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Where and as what a tensor is created, laid out as native/finetune_torch.h's Options.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Options
{
    private readonly int _dtype;
    private readonly int _deviceType;
    private readonly int _deviceIndex;
    private readonly int _requiresGrad;

    internal Options(ScalarType? dtype, Device? device, bool requiresGrad = false)
    {
        _dtype = Code(dtype);
        _deviceType = device is null ? 0 : (int)device.type;
        _deviceIndex = device is null ? -1 : device.index;
        _requiresGrad = requiresGrad ? 1 : 0;
    }

    /// <summary>The number of a dtype in libtorch; -1 for the default of the operation.</summary>
    internal static int Code(ScalarType? dtype) => dtype is { } given ? (int)given : -1;
}
