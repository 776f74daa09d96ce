using System.Globalization;
using FineTune.Nn;
using FineTune.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Turns <c>device</c> and <c>precision</c> of a config into what torch understands. The only place that asks
/// whether there is a GPU.</summary>
public static class DeviceChoice
{
    private const string Numbered = "cuda:";

    /// <summary>The device of a run, set up as its config says.</summary>
    /// <param name="config">The run's settings.</param>
    /// <exception cref="RecipeException">It is not there.</exception>
    public static Device Pick(TrainingConfig config)
    {
        var device = Pick(config.Device);
        if (device.type == DeviceType.CUDA)
        {
            backends.cuda.matmul.allow_tf32 = config.Tf32;
        }
        return device;
    }

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
            throw RecipeException.NoDevice(wanted, WhyNone(CudaDriver.Present, DeviceMemory.CudaOfLibtorch));
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
        "auto" when device.type == DeviceType.CUDA && HasBFloat16(device) => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };

    /// <summary>Why libtorch sees no card.</summary>
    /// <param name="driver">The driver; null for none.</param>
    /// <param name="built">The CUDA that libtorch was built for, as 13000; null for none, or where it does not tell.</param>
    internal static string WhyNone(CudaDriver? driver, int? built) => (driver, built) switch
    {
        (null, _) => "this machine has no NVIDIA driver",
        ({ Cards.Count: 0 }, _) => "the NVIDIA driver sees no card (is CUDA_VISIBLE_DEVICES set to none?)",
        (_, null) => $"this libtorch ({__version__}) is built without CUDA",
        _ when driver.CudaVersion / 1000 < built / 1000 =>
            $"the driver{(driver.Release is null ? "" : $" {driver.Release}")} is too old: it runs CUDA up to "
                + $"{CudaDriver.Text(driver.CudaVersion)}, and this libtorch is built for {CudaDriver.Text(built.Value)}",
        _ => $"this libtorch ({__version__}, CUDA {CudaDriver.Text(built.Value)}) finds none of the driver's cards",
    };

    // A card that nobody can ask about is taken for a new one.
    private static bool HasBFloat16(Device device) =>
        CudaDriver.Present?.Cards.ElementAtOrDefault(Math.Max(0, device.index))?.HasBFloat16 ?? true;

    private static bool TryIndex(string wanted, out int index)
    {
        index = 0;
        return wanted.StartsWith(Numbered, StringComparison.Ordinal)
            && int.TryParse(wanted[Numbered.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }
}
