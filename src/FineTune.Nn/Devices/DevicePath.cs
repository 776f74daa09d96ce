using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Which way an operation goes that has two: loops of our own on the processor, few and large operations of
/// libtorch elsewhere.</summary>
public static class DevicePath
{
    [ThreadStatic]
    private static bool s_forced;

    /// <summary>Whether a tensor's operations take the way of a device.</summary>
    public static bool Takes(Tensor tensor) => s_forced || tensor.device_type != DeviceType.CPU;

    /// <summary>The type in which an adapter computes what it adds: in float32 on the processor, elsewhere in the model's
    /// own type, whose products sum in float32 all the same.</summary>
    /// <param name="input">What the adapter is given.</param>
    /// <param name="masters">The type that the adapter's weights are kept in.</param>
    public static ScalarType ComputeType(Tensor input, ScalarType masters) => Takes(input) ? input.dtype : masters;

    /// <summary>Makes this thread go a device's way on the processor too, so that both ways can be compared.</summary>
    /// <returns>Goes back when disposed.</returns>
    internal static IDisposable Force()
    {
        s_forced = true;
        return new Forced();
    }

    private sealed class Forced : IDisposable
    {
        public void Dispose() => s_forced = false;
    }
}
