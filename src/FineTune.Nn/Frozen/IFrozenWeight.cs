using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A weight that never trains and is not kept as the tensor that is computed with: packed into few bits, or left
/// in its file. What it is asked for is made anew every time.</summary>
public interface IFrozenWeight : IDisposable
{
    /// <summary>Its shape, as in the checkpoint.</summary>
    long[] Shape { get; }

    /// <summary>The type of the tensors that it gives.</summary>
    ScalarType DType { get; }

    /// <summary>Bytes of memory that it takes all the time.</summary>
    long Bytes { get; }

    /// <summary>Some rows that follow each other.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns><c>[count, ...]</c>; the caller's.</returns>
    Tensor Rows(long first, long count);

    /// <summary>Rows by id.</summary>
    /// <param name="ids"><c>[tokens]</c>, int64, each in [0, rows).</param>
    /// <returns><c>[tokens, ...]</c>; the caller's.</returns>
    Tensor Rows(Tensor ids);
}
