using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace GpuBenchmark;

/// <summary>What the device did in a stretch of work, by libtorch's own profiler where it was built with one.</summary>
internal sealed partial class StepProfile(Device device)
{
    private const int Shown = 8;

    private string _table = "";

    public void Begin()
    {
        Wait();
        _ = ft_profile_begin(device.type == TorchSharp.DeviceType.CUDA ? 1 : 0);
    }

    public void End()
    {
        Wait();
        _table = Marshal.PtrToStringUTF8(ft_profile_end()) ?? "";
    }

    /// <summary>How often the processor waited for the device; once is our own doing, at the end.</summary>
    public int Waits => Rows().Where(IsWait).Sum(row => row.Count);

    /// <summary>The kernels, or on the processor the operations, that took longest together.</summary>
    public JsonArray Largest()
    {
        var rows = Rows().Where(row => !IsWait(row)).OrderByDescending(row => row.Milliseconds).ToList();
        var total = rows.Sum(row => row.Milliseconds);
        return
        [
            .. rows.Take(Shown).Select(row => (JsonNode)new JsonObject
            {
                ["name"] = row.Name,
                ["count"] = row.Count,
                ["milliseconds"] = Math.Round(row.Milliseconds, 3),
                ["share"] = Math.Round(row.Milliseconds / total, 4),
            }),
        ];
    }

    private static bool IsWait((string Name, int Count, double Milliseconds) row) =>
        row.Name.Contains("Synchronize", StringComparison.Ordinal);

    private IEnumerable<(string Name, int Count, double Milliseconds)> Rows() =>
        _table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(cells => (
            cells[2],
            int.Parse(cells[1], CultureInfo.InvariantCulture),
            double.Parse(cells[0], CultureInfo.InvariantCulture) / 1e6));

    private void Wait()
    {
        if (device.type == TorchSharp.DeviceType.CUDA)
        {
            cuda.synchronize(device);
        }
    }

    [LibraryImport("finetune_torch")]
    private static partial int ft_profile_begin(int cuda);

    // NANOSECONDS \t COUNT \t NAME \n for each kernel; valid until the next call.
    [LibraryImport("finetune_torch")]
    private static partial nint ft_profile_end();
}
