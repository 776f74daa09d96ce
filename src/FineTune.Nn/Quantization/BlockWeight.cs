using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A matrix in blocks of 64 numbers, row after row; a block may lie across the end of a row.</summary>
internal abstract class BlockWeight(long[] shape, ScalarType dtype, BlockScales scales) : IFrozenWeight
{
    public long[] Shape => shape;

    public ScalarType DType => dtype;

    public abstract long Bytes { get; }

    /// <summary>The scales of the blocks.</summary>
    protected BlockScales Scales => scales;

    public Tensor Rows(long first, long count)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var columns = shape[1];
        var (start, end) = (first * columns, (first + count) * columns);
        var from = start / BlockCoding.BlockSize;
        var blocks = ((end + BlockCoding.BlockSize - 1) / BlockCoding.BlockSize) - from;
        var numbers = Units(from, blocks).mul_(scales.Range(from, blocks)).to(dtype);  // [blocks, 64]
        return numbers.view(-1)
            .narrow(0, start - (from * BlockCoding.BlockSize), end - start)
            .view(count, columns)
            .MoveToOuterDisposeScope();
    }

    public Tensor Rows(Tensor ids)
    {
        // Of a table only some rows are ever asked for.
        using var scope = NewDisposeScope();
        return cat([.. ids.cpu().data<long>().ToArray().Select(id => Rows(id, 1))], 0).MoveToOuterDisposeScope();
    }

    public virtual void Dispose() => scales.Dispose();

    /// <summary>The numbers of blocks before they are scaled.</summary>
    /// <returns><c>[count, 64]</c>, float32; the caller's to change.</returns>
    protected abstract Tensor Units(long first, long count);
}
