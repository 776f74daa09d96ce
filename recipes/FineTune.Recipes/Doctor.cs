using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>What an installation runs on.</summary>
public static class Doctor
{
    private const long MebiByte = 1 << 20;

    /// <summary>Looks everything up.</summary>
    /// <returns>Facts in order, by snake_case name.</returns>
    public static IReadOnlyDictionary<string, string> Examine()
    {
        using var one = zeros(1);
        using var process = Process.GetCurrentProcess();
        var modules = process.Modules.Cast<ProcessModule>().Select(m => m.FileName).ToList();
        return new Dictionary<string, string>
        {
            ["finetune"] = VersionOf(typeof(Doctor).Assembly),
            ["tensor_api"] = $"{one.GetType().Assembly.GetName().Name} {VersionOf(one.GetType().Assembly)}",
            ["libtorch"] = $"{__version__} {Find(modules, "libtorch_cpu", "torch_cpu")}",
            ["blas"] = Find(modules, "openblas", "libmkl", "libblas"),
            ["threads"] = $"{get_num_threads()} of {Environment.ProcessorCount} cores",
            ["devices"] = Devices(),
            ["driver"] = Driver(CudaDriver.Present),
            ["libtorch_cuda"] = LibtorchCuda(),
            ["memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MebiByte:N0} MiB",
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            ["system"] = $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}",
        };
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    private static string Find(List<string> modules, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (modules.Find(m => Path.GetFileName(m).Contains(name, StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                return found;
            }
        }
        return "built into libtorch";
    }

    private static string Devices() => cuda.is_available()
        ? $"cpu, {string.Join(", ", Enumerable.Range(0, cuda.device_count()).Select(i => $"cuda:{i}{Told(i)}"))}"
        : $"cpu ({DeviceChoice.WhyNone(CudaDriver.Present, DeviceMemory.CudaOfLibtorch)})";

    private static string Told(int index) => CudaDriver.Present?.Cards.ElementAtOrDefault(index) is { } card
        ? $" ({card.Name}, {card.Bytes / MebiByte:N0} MiB, compute capability {card.Capability}"
            + $"{(card.HasBFloat16 ? "" : ", no bf16")})"
        : "";

    private static string Driver(CudaDriver? driver) => driver is null
        ? "none"
        : $"{driver.Release ?? "?"}, runs CUDA up to {CudaDriver.Text(driver.CudaVersion)}";

    private static string LibtorchCuda() => DeviceMemory.CudaOfLibtorch is { } version
        ? $"{CudaDriver.Text(version)}, cuDNN {(cuda.is_cudnn_available() ? "there" : "missing")}"
        : "none";
}
