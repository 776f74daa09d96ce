using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>Where golden cases are computed: what <c>FINETUNE_TEST_DEVICE</c> names, else the processor.
/// <c>cpu-as-device</c> is the processor going a card's way.</summary>
internal static class GoldenDevice
{
    private const string AsDevice = "cpu-as-device";

    private static readonly string Wanted = Environment.GetEnvironmentVariable("FINETUNE_TEST_DEVICE") ?? "cpu";

    public static Device Device { get; } = DeviceChoice.Pick(Wanted == AsDevice ? "cpu" : Wanted);

    /// <summary>Sets this thread up for a case.</summary>
    public static IDisposable? Begin() => Wanted == AsDevice ? DevicePath.Force() : null;
}
