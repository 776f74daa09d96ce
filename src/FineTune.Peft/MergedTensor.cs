using FineTune.Formats;
using FineTune.Nn;
using TorchSharp;
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
    // What can be merged row by row, and what is only copied, has this many elements in memory at a time.
    private const long WindowElements = 1 << 20;

    /// <summary>Its header.</summary>
    public TensorInfo Info => new(Name, Enum.Parse<DType>(TensorBytes.NameOf(DType)), Parameter.Shape);

    /// <summary>Writes its bytes.</summary>
    /// <exception cref="PeftException">Merged values are infinite, or no numbers.</exception>
    public void Write(Stream stream)
    {
        using var guard = no_grad();
        var (rows, count) = (Parameter.Shape[0], Parameter.Count);
        var step = Mergers.All(m => m.MergesRows(Name))
            ? Math.Max(1, WindowElements * rows / Math.Max(1, count))
            : rows;
        for (long first = 0; first < rows; first += step)
        {
            using var scope = NewDisposeScope();
            TensorBytes.Read(Rows(first, Math.Min(step, rows - first)), stream.Write);
        }
    }

    private Tensor Rows(long first, long count)
    {
        if (Mergers.Count == 0)
        {
            return Parameter.Rows(first, count).to(DType);
        }
        Tensor? merged = null;
        foreach (var merger in Mergers)
        {
            using var scope = NewDisposeScope();
            var value = (merged ?? Parameter.Rows(first, count)).to(float32);
            var next = count == Parameter.Shape[0]
                ? merger.Merge(Name, value)
                : merger.MergeRows(Name, value, first);
            next.MoveToOuterDisposeScope();
            merged?.Dispose();
            merged = next;
        }
        var written = merged!.to(DType);
        // A value that is no number is both the largest and the smallest.
        long[] all = [.. Enumerable.Range(0, Parameter.Shape.Length)];
        return float.IsFinite(written.amax(all).ToSingle()) && float.IsFinite(written.amin(all).ToSingle())
            ? written
            : throw PeftException.NotFinite(Name, DType);
    }
}
