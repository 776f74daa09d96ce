using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>One tensor of a merged checkpoint: a tensor of the base model and what adapters do to it.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Parameter">The base model's tensor.</param>
/// <param name="Mergers">What is folded in, in order; usually nothing.</param>
/// <param name="DType">The type it is written in.</param>
internal sealed record MergedTensor(
    string Name, Parameter Parameter, IReadOnlyList<IMergeable> Mergers, ScalarType DType)
{
    // Of a tensor that is only copied, this many elements are in memory at a time.
    private const long WindowElements = 1 << 22;

    /// <summary>Its header.</summary>
    public TensorInfo Info => new(Name, Enum.Parse<DType>(TensorBytes.NameOf(DType)), Parameter.Shape);

    /// <summary>Writes its bytes.</summary>
    /// <exception cref="PeftException">Values that were finite are not any more.</exception>
    public void Write(Stream stream)
    {
        using var guard = no_grad();
        if (Mergers.Count > 0)
        {
            Write(Merged, stream);
            return;
        }
        var (rows, count) = (Parameter.Shape[0], Parameter.Count);
        var step = Math.Max(1, WindowElements * rows / Math.Max(1, count));
        for (long first = 0; first < rows; first += step)
        {
            var (start, length) = (first, Math.Min(step, rows - first));
            Write(() => Parameter.Rows(start, length).to(DType), stream);
        }
    }

    private static void Write(Func<Tensor> make, Stream stream)
    {
        using var scope = NewDisposeScope();
        TensorBytes.Read(make(), stream.Write);
    }

    private Tensor Merged()
    {
        var value = Parameter.Value.to(float32);
        foreach (var merger in Mergers)
        {
            value = merger.Merge(Name, value);
        }
        value = value.to(DType);
        return value.isfinite().all().item<bool>() ? value : throw PeftException.NotFinite(Name, DType);
    }
}
