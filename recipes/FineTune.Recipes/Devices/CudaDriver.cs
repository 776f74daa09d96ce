using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace FineTune.Recipes;

/// <summary>NVIDIA's driver, asked directly: it answers whatever libtorch there is, so that a missing card can be told from
/// a libtorch without CUDA and from a driver that is too old.</summary>
public sealed class CudaDriver
{
    // CUdevice_attribute.
    private const int CapabilityMajor = 75;
    private const int CapabilityMinor = 76;

    private static readonly Lazy<CudaDriver?> Asked = new(Ask);

    internal CudaDriver()
    {
    }

    private delegate int IntoInt(out int value);

    private delegate int WithFlags(uint flags);

    private delegate int DeviceAt(out int device, int ordinal);

    private delegate int NameOf(byte[] name, int length, int device);

    private delegate int MemoryOf(out nuint bytes, int device);

    private delegate int AttributeOf(out int value, int attribute, int device);

    private delegate int Plain();

    private delegate int IntoText(byte[] text, uint length);

    /// <summary>The driver; null where there is none.</summary>
    public static CudaDriver? Present => Asked.Value;

    /// <summary>The newest CUDA that it runs, as 13000 for 13.0.</summary>
    public required int CudaVersion { get; init; }

    /// <summary>Its release, as "580.65.06"; null where it does not tell.</summary>
    public string? Release { get; init; }

    /// <summary>The cards that it lets this process see, in order.</summary>
    public required IReadOnlyList<Card> Cards { get; init; }

    /// <summary>A CUDA version as people write it.</summary>
    /// <param name="version">As 13000.</param>
    public static string Text(int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version % 1000 / 10}");

    private static CudaDriver? Ask()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var library))
        {
            return null;
        }
        if (Function<IntoInt>(library, "cuDriverGetVersion") is not { } versionOf || versionOf(out var version) != 0)
        {
            return null;
        }
        // Without a card it does not start, and has none to tell of.
        var starts = Function<WithFlags>(library, "cuInit") is { } start && start(0) == 0;
        return new CudaDriver { CudaVersion = version, Release = ReleaseOf(), Cards = starts ? [.. CardsOf(library)] : [] };
    }

    private static IEnumerable<Card> CardsOf(nint library)
    {
        if (Function<IntoInt>(library, "cuDeviceGetCount") is not { } counts
            || Function<DeviceAt>(library, "cuDeviceGet") is not { } at
            || Function<NameOf>(library, "cuDeviceGetName") is not { } nameOf
            || Function<MemoryOf>(library, "cuDeviceTotalMem_v2") is not { } memoryOf
            || Function<AttributeOf>(library, "cuDeviceGetAttribute") is not { } attributeOf
            || counts(out var count) != 0)
        {
            yield break;
        }
        var name = new byte[256];
        for (var ordinal = 0; ordinal < count; ordinal++)
        {
            if (at(out var device, ordinal) == 0
                && nameOf(name, name.Length, device) == 0
                && memoryOf(out var bytes, device) == 0
                && attributeOf(out var major, CapabilityMajor, device) == 0
                && attributeOf(out var minor, CapabilityMinor, device) == 0)
            {
                yield return new Card(TextOf(name), (long)bytes, new Version(major, minor));
            }
        }
    }

    private static string? ReleaseOf()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1", out var library))
        {
            return null;
        }
        var text = new byte[128];
        return Function<Plain>(library, "nvmlInit_v2")?.Invoke() == 0
            && Function<IntoText>(library, "nvmlSystemGetDriverVersion")?.Invoke(text, (uint)text.Length) == 0
                ? TextOf(text)
                : null;
    }

    private static T? Function<T>(nint library, string name)
        where T : Delegate =>
        NativeLibrary.TryGetExport(library, name, out var address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;

    private static string TextOf(byte[] text) => Encoding.UTF8.GetString(text, 0, Math.Max(0, Array.IndexOf(text, (byte)0)));
}
