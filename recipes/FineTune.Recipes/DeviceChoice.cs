using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Turns <c>device</c> and <c>precision</c> of a config into what torch understands. The only place that asks
/// whether there is a GPU.</summary>
public static class DeviceChoice
{
    private const string Numbered = "cuda:";

    /// <summary>The device that a config or a command line asks for.</summary>
    /// <param name="wanted">auto, cpu, cuda or cuda:N.</param>
    /// <exception cref="RecipeException">It is none of these, or not there.</exception>
    public static Device Pick(string wanted)
    {
        var index = 0;
        if (wanted is not ("auto" or "cpu" or "cuda") && !TryIndex(wanted, out index))
        {
            throw RecipeException.UnknownDevice(wanted);
        }
        if (wanted == "cpu" || (wanted == "auto" && !cuda.is_available()))
        {
            return new Device(DeviceType.CPU);
        }
        if (!cuda.is_available())
        {
            throw RecipeException.NoDevice(wanted, "this libtorch finds no CUDA device");
        }
        return index < cuda.device_count()
            ? new Device(DeviceType.CUDA, index)
            : throw RecipeException.NoDevice(wanted, $"the CUDA devices are 0 to {cuda.device_count() - 1}");
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

    private static bool TryIndex(string wanted, out int index)
    {
        index = 0;
        return wanted.StartsWith(Numbered, StringComparison.Ordinal)
            && int.TryParse(wanted[Numbered.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }
}
