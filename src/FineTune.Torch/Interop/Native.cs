using System.Globalization;
using System.Runtime.CompilerServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Interop;

/// <summary>The entry points of native/*.cpp, one partial file for each source file, under their own names.</summary>
internal static unsafe partial class Native
{
    private const string Library = "finetune_torch";

    // Some builds of libtorch start with one thread whatever the machine has.
    static Native()
    {
        var asked = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        _ = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var threads);
        _ = ft_set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
    }
}
