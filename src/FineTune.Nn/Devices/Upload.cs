using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Takes numbers from the host to a device. A card gets them from page-locked memory, without anybody waiting:
/// the copy stands in the queue like every other operation, and its memory is used again only when it is done.</summary>
public static class Upload
{
    /// <summary>Whole numbers.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="device">Where they go.</param>
    /// <returns><c>[values]</c>, int64.</returns>
    public static Tensor To(Device device, long[] values) => Move(tensor(values), device);

    /// <summary>Whole numbers of 32 bits.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="device">Where they go.</param>
    /// <returns><c>[values]</c>, int32.</returns>
    public static Tensor To(Device device, int[] values) => Move(tensor(values), device);

    /// <summary>Fractions.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="device">Where they go.</param>
    /// <returns><c>[values]</c>, float32.</returns>
    public static Tensor To(Device device, float[] values) => Move(tensor(values), device);

    private static Tensor Move(Tensor host, Device device)
    {
        if (device.type != DeviceType.CUDA)
        {
            return host.to(device);
        }
        using (host)
        {
            using var pinned = host.pin_memory();
            return pinned.to(device, non_blocking: true);
        }
    }
}
