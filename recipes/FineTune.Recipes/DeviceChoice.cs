using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Turns <c>device</c> and <c>precision</c> of a config into what torch understands. The only place that asks
/// whether there is a GPU.</summary>
public static class DeviceChoice
{
    /// <summary>The device that a config asks for.</summary>
    /// <param name="wanted">auto, cpu, cuda or cuda:N.</param>
    /// <exception cref="RecipeException">It is not there.</exception>
    public static Device Pick(string wanted)
    {
        if (wanted == "cpu" || (wanted == "auto" && !cuda.is_available()))
        {
            return new Device(DeviceType.CPU);
        }
        if (!cuda.is_available())
        {
            throw RecipeException.NoDevice(wanted, "this libtorch finds no CUDA device");
        }
        var index = wanted.StartsWith("cuda:", StringComparison.Ordinal) ? int.Parse(wanted[5..]) : 0;
        return index < cuda.device_count()
            ? new Device(DeviceType.CUDA, index)
            : throw RecipeException.NoDevice(wanted, $"there are only {cuda.device_count()} CUDA devices");
    }

    /// <summary>The type of frozen weights and computation.</summary>
    /// <param name="precision">auto, fp32 or bf16.</param>
    /// <param name="device">Where it runs.</param>
    public static ScalarType DType(string precision, Device device) => precision switch
    {
        "bf16" => ScalarType.BFloat16,
        "auto" when device.type == DeviceType.CUDA => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };
}
