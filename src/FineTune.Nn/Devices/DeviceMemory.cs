using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Memory of a device: a card's as libtorch's allocator counts it.</summary>
public static class DeviceMemory
{
    /// <summary>The most bytes that tensors held on a card at once. Of the processor, and where libtorch does not tell
    /// (before 2.9, and with TorchSharp's package), the most that the process held.</summary>
    /// <param name="device">The device.</param>
    public static long PeakBytes(Device device)
    {
        if (Counts(device) && NativeCalls.ft_cuda_peak_bytes(IndexOf(device)) is >= 0 and var peak)
        {
            return peak;
        }
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    /// <summary>Starts a card's count of <see cref="PeakBytes"/> anew.</summary>
    /// <param name="device">The device.</param>
    public static void ResetPeak(Device device)
    {
        if (Counts(device))
        {
            NativeCalls.ft_cuda_reset_peak(IndexOf(device));
        }
    }

    /// <summary>Gives memory that no tensor holds back to the device, for others.</summary>
    /// <param name="device">The device.</param>
    public static void Release(Device device)
    {
        if (Counts(device))
        {
            NativeCalls.ft_cuda_empty_cache();
        }
    }

    /// <summary>The CUDA that libtorch was built for, as 13000 for 13.0; null for none, and where nobody tells.</summary>
    public static int? CudaOfLibtorch =>
        NativeCalls.There && NativeCalls.ft_cuda_built_for() is > 0 and var version ? version : null;

    private static bool Counts(Device device) => device.type == DeviceType.CUDA && NativeCalls.There;

    private static int IndexOf(Device device) => Math.Max(0, device.index);
}
