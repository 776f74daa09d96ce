using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Moves tensors in and out of raw little-endian bytes, a window at a time, so that a tensor may be larger than
/// a span can be.</summary>
public static class TensorBytes
{
    private const long WindowElements = 1 << 26;

    // Elements that are converted at a time: little enough to stay in the processor's cache.
    private const long StagedElements = 1 << 20;

    private static readonly (string Name, ScalarType Type)[] Types =
    [
        ("F64", ScalarType.Float64), ("F32", ScalarType.Float32), ("F16", ScalarType.Float16),
        ("BF16", ScalarType.BFloat16), ("I64", ScalarType.Int64), ("I32", ScalarType.Int32),
        ("I16", ScalarType.Int16), ("I8", ScalarType.Int8), ("U8", ScalarType.Byte), ("BOOL", ScalarType.Bool),
    ];

    /// <summary>Fills a span with stored bytes.</summary>
    /// <param name="start">First byte wanted, counted within the tensor.</param>
    /// <param name="into">Where they go; its length is how many are wanted.</param>
    public delegate void Source(long start, Span<byte> into);

    /// <summary>The element type of a safetensors dtype name such as <c>BF16</c>.</summary>
    public static ScalarType TypeOf(string name) => Types.First(t => t.Name == name).Type;

    /// <summary>The safetensors dtype name of an element type.</summary>
    public static string NameOf(ScalarType type) => Types.First(t => t.Type == type).Name;

    /// <summary>Fills a tensor from stored bytes, converting type and device on the way.</summary>
    /// <param name="destination">Contiguous; any type, any device.</param>
    /// <param name="stored">Type of the stored elements.</param>
    /// <param name="source">Where the bytes come from.</param>
    public static void Fill(Tensor destination, ScalarType stored, Source source)
    {
        using var guard = no_grad();
        if (destination.dtype == stored && destination.device_type == DeviceType.CPU)
        {
            FillDirectly(destination, source);
            return;
        }
        var count = destination.numel();
        using var flat = destination.view(-1);
        using var staged = empty(Math.Min(count, StagedElements), stored);
        var size = staged.element_size();
        for (long i = 0; i < count; i += StagedElements)
        {
            using var window = flat.narrow(0, i, Math.Min(StagedElements, count - i));
            using var bytes = staged.narrow(0, 0, window.numel());
            source(i * size, bytes.bytes);
            window.copy_(bytes);
        }
    }

    /// <summary>Hands out a tensor's bytes, window by window.</summary>
    /// <param name="tensor">Any device; read in row-major order.</param>
    /// <param name="write">Receives each window in order; the span is valid only during the call.</param>
    public static void Read(Tensor tensor, Action<ReadOnlySpan<byte>> write)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu().contiguous().view(-1);
        var count = flat.numel();
        for (long i = 0; i < count; i += WindowElements)
        {
            using var window = flat.narrow(0, i, Math.Min(WindowElements, count - i));
            write(window.bytes);
        }
    }

    private static void FillDirectly(Tensor destination, Source source)
    {
        var size = destination.element_size();
        var count = destination.numel();
        using var flat = destination.view(-1);
        for (long i = 0; i < count; i += WindowElements)
        {
            using var window = flat.narrow(0, i, Math.Min(WindowElements, count - i));
            source(i * size, window.bytes);
        }
    }
}
