using System.Globalization;
using System.Runtime.CompilerServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Interop;

/// <summary>The entry points of native/*.cpp, one partial file per source file, under the names they have there.</summary>
internal static unsafe partial class Native
{
    private const string Library = "finetune_torch";

    // Some builds of libtorch start with one thread whatever the machine has.
    static Native()
    {
        var asked = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        var given = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads > 0;
        _ = ft_set_num_threads(given ? threads : Environment.ProcessorCount);
    }
}
