using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A matrix of whole numbers from -127 to 127; the largest of a block is ±127.</summary>
internal sealed class Int8Weight : BlockWeight
{
    private const int Largest = 127;

    private readonly Tensor _codes;    // [blocks * 64] int8

    private Int8Weight(StoredWeight weight, sbyte[] codes, BlockScales scales)
        : base(weight.Shape, weight.DType, scales) =>
        _codes = tensor(codes, device: weight.Device).DetachFromDisposeScope();

    public override long Bytes => _codes.numel() + Scales.Bytes;

    /// <summary>Quantises a weight.</summary>
    public static Int8Weight Of(StoredWeight weight)
    {
        var codes = new sbyte[BlockCoding.Count(weight.Shape) * BlockCoding.BlockSize];
        var scales = new float[BlockCoding.Count(weight.Shape)];
        BlockCoding.ForEach(weight, (block, numbers) =>
        {
            scales[block] = BlockCoding.Normalize(numbers) / Largest;
            var own = codes.AsSpan((int)(block * BlockCoding.BlockSize), BlockCoding.BlockSize);
            for (var i = 0; i < own.Length; i++)
            {
                own[i] = (sbyte)MathF.Round(numbers[i] * Largest);
            }
        });
        return new Int8Weight(weight, codes, BlockScales.Plain(scales, weight.Device));
    }

    public override void Dispose()
    {
        base.Dispose();
        _codes.Dispose();
    }

    protected override Tensor Units(long first, long count)
    {
        using var codes = _codes.narrow(0, first * BlockCoding.BlockSize, count * BlockCoding.BlockSize);
        return codes.to(float32).view(count, BlockCoding.BlockSize);
    }
}
